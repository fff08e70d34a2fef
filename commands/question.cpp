// question: what nobody knows yet; open until it is answered (DOMAIN 9).
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_question(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string words{text::trimmed(args.text)};
    if (words.empty()) {
        std::string open;
        for (const auto& [number, q] : c.file->questions)
            if (q.open())
                open +=
                    fmt::format("{}Q{} {} ({}, {})", open.empty() ? "" : "\n", number, text::cut(q.text, 100),
                                text::isolated(q.by_name), text::near(q.at, c.now));
        return shown(c, usage(*command_named("question"), open.empty() ? "No question is open." : open));
    }
    const Item item{'Q', i.next('Q')};
    Facts facts{c};
    facts.add(QuestionAsked{item.number, words}, meta_of(c, args.at));
    Message m = one_line({say(to_string(item) + " noted: "), quote(text::cut(words, 120)),
                          say(" Whoever knows: "), command(fmt::format("answer {} TEXT", to_string(item)))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Key keys[] = {{"at", KeyKind::time}};
constexpr Form forms[] = {{"question TEXT", "question which card types fail?"}};
constexpr std::string_view synonyms[] = {"unknown", "wonder"};

} // namespace

extern const Command command_question;
constexpr Command command_question{
    .name = "question",
    .aliases = {},
    .summary = "an open question",
    .forms = forms,
    .takes = {.keys = keys},
    .synonyms = synonyms,
    .decide = &decide_question,
};

} // namespace tocsin
