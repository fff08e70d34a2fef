// Answers to what was not understood. Each says that nothing was done, and ends with a line that works.
#include "commands/core/misread.hpp"

#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin {
namespace {

constexpr std::size_t shown_word_max = 40;

std::string shown_word(const grammar::Misread& m) {
    return text::isolated(text::cut(m.word, shown_word_max));
}

void add_choices(Message& message, const grammar::Misread& m) {
    for (const auto& line : m.choices) add_line(message, {command(line)});
}

Decision with_choices(const Context& c, const grammar::Misread& m, std::string first) {
    Message message = one_line({say(std::move(first))});
    add_choices(message, m);
    if (m.choices.size() != 1) return refused(c, std::move(message));
    add_line(message, {say("Meant that? "), command("yes")});
    return asked(c, m.choices.front(), std::move(message));
}

// "/incident" alone: where we are and the likeliest next lines.
Decision empty_line(const Context& c) {
    if (const IncidentFile* here = c.all.in_room(c.ask.room)) {
        Message message = views::sitrep(c.all, here->now, c.now);
        add_line(message, {say("What can be done now: "), command("help")});
        return shown(c, std::move(message));
    }
    Message message = views::overview(c.all, c.speaker, c.now);
    add_line(message, {say("New incident: "), command("declare sev2 TITLE"), say(" · "), command("help")});
    return shown(c, std::move(message));
}

Decision not_a_command(const Context& c, const grammar::Misread& m) {
    const std::string typed{text::trimmed(grammar::cleaned(c.ask.typed()->line))};
    if (!m.choices.empty())
        return with_choices(c, m,
                            fmt::format("I do not know \"{}\". Nothing was done. Nearest:", shown_word(m)));
    Message message = one_line({say(fmt::format("I do not know \"{}\". Nothing was done.", shown_word(m)))});
    const std::string title =
        text::cut(text::trimmed(std::string_view{typed}.substr(0, typed.find('\n'))), 80);
    if (c.all.in_room(c.ask.room))
        add_line(message, {say("Into the timeline: "), command("note " + title)});
    else
        add_line(message, {say("New incident: "), command("declare sev3 " + title)});
    add_line(message, {say("All commands: "), command("help all")});
    return refused(c, std::move(message));
}

Decision later(const Context& c, const grammar::Misread& m) {
    Message message =
        one_line({say(fmt::format("\"{}\" does not exist yet. Nothing was done.", shown_word(m)))});
    if (!m.detail.empty()) add_line(message, {say(m.detail)});
    for (const Command* verb : all_commands()) // "close" is what people say when they mean resolve
        if (std::find(verb->synonyms.begin(), verb->synonyms.end(), m.word) != verb->synonyms.end())
            add_line(message, {say("Nearest: "), command(verb->forms.front().line)});
    if (m.verb)
        add_line(message, {say("Without it: "), command(m.verb->forms.front().line)});
    else if (c.all.in_room(c.ask.room))
        add_line(message, {say("Keep it in the timeline: "), command("note TEXT")});
    add_line(message, {say("What exists: "), command("help all")});
    Decision d = refused(c, std::move(message));
    d.unknown_verb = m.verb == nullptr;
    return d;
}

std::string keyword_question(const grammar::Misread& m) {
    if (m.detail.empty())
        return fmt::format("\"{}\" is not clear there. Nothing was done. Meant:", shown_word(m));
    return m.detail +
           (m.detail.find("Nothing was") == std::string::npos ? " Nothing was done. Meant:" : " Meant:");
}

Decision not_possible(const Context& c, const grammar::Misread& m) {
    Message message =
        one_line({say(m.detail.empty() ? "Not possible like this." : m.detail), say(" Nothing was done.")});
    add_choices(message, m);
    if (m.choices.empty() && m.verb) {
        add_line(message, {command(m.verb->forms.front().line)});
        add_line(message, {say("Example: "), command(m.verb->forms.front().example)});
    }
    return refused(c, std::move(message));
}

} // namespace

Decision misread_reply(const Context& c, const grammar::Misread& m) {
    using Why = grammar::Misread::Why;
    switch (m.why) {
    case Why::empty: return empty_line(c);
    case Why::no_verb: return not_a_command(c, m);
    case Why::several_verbs:
        return with_choices(
            c, m, fmt::format("\"{}\" can be read in more than one way. Nothing was done.", shown_word(m)));
    case Why::guarded:
        return with_choices(c, m,
                            m.verb ? fmt::format("Did you mean {}? Nothing was done. Type:", m.verb->name)
                                   : "Nothing was done. Type:");
    case Why::synonym:
        return with_choices(c, m,
                            fmt::format("I do not know \"{}\". Nothing was done. Nearest:", shown_word(m)));
    case Why::keyword: return with_choices(c, m, keyword_question(m));
    case Why::later: return later(c, m);
    case Why::bad_option:
    case Why::missing: return not_possible(c, m);
    case Why::too_long:
        return refused(
            c, one_line({say(fmt::format(
                             "That text is longer than {} characters. Nothing was done. Send it in parts: ",
                             grammar::line_bytes_max)),
                         command("note TEXT")}));
    }
    return not_a_command(c, m);
}

Decision too_late(const Context& c, std::string_view line) {
    Message m = one_line({say(fmt::format("Not run, because old: typed {}, heard {}. Still wanted?",
                                          text::hhmm_utc(c.ask.said_at), text::hhmm_utc(c.ask.heard_at)))});
    add_line(m, {command(text::trimmed(line)), say(" or "), command("yes")});
    return asked(c, std::string{text::trimmed(line)}, std::move(m));
}

} // namespace tocsin
