// lesson: what went well, what went wrong, where we were lucky (DOMAIN 11).
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_lesson(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const auto kind = lesson_kind_of(args.word("kind"));
    const std::string words{text::trimmed(args.text)};
    if (!kind && words.empty())
        return shown(
            c, usage(*command_named("lesson"), fmt::format("{} recorded so far.", c.file->lessons.size())));
    if (!kind)
        return refused(c, one_line({say("Did it go well, go wrong, or was it luck? Nothing was recorded. "),
                                    command("lesson well " + text::cut(words, 80)), say(" · "),
                                    command("lesson wrong " + text::cut(words, 80)), say(" · "),
                                    command("lesson lucky " + text::cut(words, 80))}));
    if (words.empty())
        return refused(c, one_line({say("What was it? Nothing was recorded. "),
                                    command(fmt::format("lesson {} TEXT", word(*kind)))}));
    const Item item{'L', i.next('L')};
    Facts facts{c};
    facts.add(LessonLearned{item.number, *kind, words});
    return done(c, std::move(facts.list), noted(item, words));
}

constexpr Keyword kinds[] = {{{"well", "good"}}, {{"wrong", "bad"}}, {{"lucky", "luck"}}};

constexpr Slot slots_taken[] = {{"kind", kinds}};
constexpr Form forms[] = {
    {"lesson well|wrong|lucky TEXT", "lesson lucky a snapshot from the day before existed"}};
constexpr std::string_view synonyms[] = {"learned", "learning", "retro"};

} // namespace

extern const Command command_lesson;
constexpr Command command_lesson{
    .name = "lesson",
    .aliases = {},
    .summary = "what went well, wrong, or by luck",
    .forms = forms,
    .takes = {.slots = slots_taken},
    .synonyms = synonyms,
    .decide = &decide_lesson,
};

} // namespace tocsin
