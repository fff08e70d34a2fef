// Code names. Colours and materials before animals: no pair says anything, and none is a word of incidents.
#include "commands/core/code_name.hpp"

#include "commands/text/unicode.hpp"

#include <cstdint>

namespace tocsin {
namespace {

constexpr std::array firsts{"Amber",  "Ashen",   "Birch",  "Brass",  "Bronze", "Cedar", "Chalk",   "Clay",
                            "Cobalt", "Copper",  "Coral",  "Cotton", "Ebony",  "Elm",   "Fern",    "Flint",
                            "Gilded", "Granite", "Hazel",  "Indigo", "Ivory",  "Jade",  "Juniper", "Lilac",
                            "Linen",  "Maple",   "Marble", "Moss",   "Oaken",  "Ochre", "Olive",   "Opal",
                            "Pearl",  "Pebble",  "Pine",   "Plum",   "Quartz", "Reed",  "Russet",  "Saffron",
                            "Sandy",  "Satin",   "Sepia",  "Slate",  "Straw",  "Tawny", "Teal",    "Umber",
                            "Velvet", "Walnut",  "Willow", "Woollen"};
constexpr std::array seconds_{
    "Badger", "Beaver", "Bison",   "Curlew", "Dormouse", "Egret",   "Falcon",   "Finch",   "Gannet",
    "Gecko",  "Grebe",  "Hare",    "Heron",  "Ibis",     "Jackdaw", "Kestrel",  "Lapwing", "Lark",
    "Linnet", "Lynx",   "Magpie",  "Marmot", "Marten",   "Newt",    "Oriole",   "Osprey",  "Otter",
    "Owl",    "Panda",  "Pelican", "Petrel", "Pheasant", "Pika",    "Plover",   "Puffin",  "Quail",
    "Rook",   "Seal",   "Shrew",   "Siskin", "Snipe",    "Sparrow", "Starling", "Stoat",   "Swift",
    "Tapir",  "Teal",   "Thrush",  "Toad",   "Vole",     "Wagtail", "Walrus",   "Weasel",  "Wren"};

} // namespace

std::string code_name_key(std::string_view typed) {
    std::string key;
    bool gap = false;
    for (const char c : text::folded(typed)) {
        if (c == ' ' || c == '-' || c == '\t') {
            gap = !key.empty();
            continue;
        }
        if (gap) key += ' ';
        gap = false;
        key += c;
    }
    return key;
}

bool is_code_name(std::string_view typed) {
    const std::string key = code_name_key(typed);
    const auto gap = key.find(' ');
    if (gap == std::string::npos) return false;
    const auto has = [](const auto& list, std::string_view word) {
        for (const char* each : list)
            if (text::folded(each) == word) return true;
        return false;
    };
    const std::string_view first = std::string_view{key}.substr(0, gap),
                           second = std::string_view{key}.substr(gap + 1);
    return (has(firsts, first) && has(seconds_, second)) ||
           (first == "private" && second.find_first_not_of("0123456789") == std::string_view::npos);
}

std::string code_name_slug(std::string_view name) {
    std::string slug = code_name_key(name);
    for (char& c : slug)
        if (c == ' ') c = '-';
    return slug;
}

std::string code_name(const std::array<std::byte, 16>& entropy,
                      const std::function<bool(std::string_view)>& taken) {
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < 8; ++i) n = n << 8 | std::to_integer<std::uint64_t>(entropy[i]);
    constexpr std::uint64_t pairs = firsts.size() * seconds_.size();
    for (std::uint64_t tried = 0; tried < pairs; ++tried, ++n) {
        const std::uint64_t pair = n % pairs;
        const std::string name =
            std::string{firsts[pair % firsts.size()]} + " " + seconds_[pair / firsts.size()];
        if (!taken(code_name_key(name))) return name;
    }
    return "Private " + std::to_string(n); // every pair is taken
}

} // namespace tocsin
