// answer: the answer to an open question.
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

std::vector<std::uint32_t> open_ones(const IncidentFile& file) {
    std::vector<std::uint32_t> out;
    for (const auto& [number, q] : file.questions)
        if (q.open()) out.push_back(number);
    return out;
}

Decision decide_answer(const Context& c, const Arguments& args) {
    const std::string words{text::trimmed(args.text)};
    const auto open = open_ones(*c.file);
    if (args.items.empty() && words.empty())
        return shown(c, usage(*command_named("answer"), open.empty() ? "No question is open." : ""));
    if (args.items.empty() && open.size() != 1) {
        Message m = one_line({say(open.empty() ? "No question is open. Nothing was recorded. "
                                               : "The answer to which question? Nothing was recorded.")});
        if (open.empty()) m.lines.back().push_back(command("note " + text::cut(words, 120)));
        for (std::size_t n = 0; n < open.size() && n < 3; ++n)
            add_line(m, {command(fmt::format("answer Q{} {}", open[n], text::cut(words, 100))),
                         say(fmt::format(" ({})", text::cut(c.file->questions.at(open[n]).text, 60)))});
        return refused(c, std::move(m));
    }
    const Item wanted = args.items.empty() ? Item{'Q', open.front()} : args.items.front();
    const Recorded* r = find_item(*c.file, wanted, "Q");
    if (!r) return no_such_item(c, wanted, "Q");
    const std::uint32_t number = std::get<QuestionAsked>(r->event).number;
    const auto it = c.file->questions.find(number);
    if (it == c.file->questions.end()) return withdrawn(c, {'Q', number});
    if (words.empty())
        return refused(
            c, one_line({say(fmt::format("What is the answer to Q{}? Nothing was recorded. ", number)),
                         command(fmt::format("answer Q{} TEXT", number))}));
    Facts facts{c};
    facts.add(QuestionAnswered{number, words}, meta_of(c, args.at));
    Message m = one_line(
        {say(fmt::format("Q{} is answered", number)),
         say(it->second.open() ? " after " + text::length(c.now - it->second.at) + ": " : " again: "),
         quote(text::cut(words, 120)), say(".")});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Key keys[] = {{"at", KeyKind::time}};
constexpr Form forms[] = {{"answer Q1 TEXT", "answer Q1 only cards of one bank"}};

} // namespace

extern const Command command_answer;
constexpr Command command_answer{
    .name = "answer",
    .aliases = {},
    .summary = "answer an open question",
    .forms = forms,
    .takes = {.keys = keys, .item_kinds = "Q"},
    .synonyms = {},
    .decide = &decide_answer,
};

} // namespace tocsin
