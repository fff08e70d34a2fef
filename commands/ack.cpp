// ack: the speaker comes (DOMAIN 6). Text after it becomes a note.
#include "commands/core/item.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

// "ack no" could be either.
bool says_no(std::string_view words) {
    const std::string word = text::folded(words.substr(0, words.find_first_of(" ,.!\n")));
    return word == "no" || word == "not" || word == "nope" || word == "cannot" || word == "can't";
}

const Page* own_page(const Incident& i, PersonId person) {
    for (auto page = i.pages.rbegin(); page != i.pages.rend(); ++page)
        if (page->second.person == person && page->second.waits()) return &page->second;
    return nullptr;
}

Decision no_page(const Context& c) {
    const Incident& i = c.incident();
    for (auto page = i.pages.rbegin(); page != i.pages.rend(); ++page)
        if (page->second.person == c.speaker && page->second.status == Page::Status::acknowledged)
            return refused(c, one_line({say(fmt::format("You said {} that you come. Nothing changed. ",
                                                        text::near(page->second.answered, c.now))),
                                        command("sitrep")}));
    Message m =
        one_line({say(fmt::format("Nobody paged you for {}. Nothing was recorded. You take it?", i.ref()))});
    add_line(m, {command("role commander"), say(" (you lead) · "), command("note looking at it")});
    return refused(c, std::move(m));
}

Decision decide_ack(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string words{text::trimmed(args.text)};
    const Page* page = own_page(i, c.speaker);
    if (page && says_no(words)) {
        Message m = one_line({say("Do you come or not? Nothing was recorded.")});
        add_line(m, {command("ack"), say(" (coming) · "), command("decline " + text::cut(words, 120)),
                     say(" (cannot)")});
        return refused(c, std::move(m));
    }
    if (!page) return no_page(c);
    Facts facts{c};
    for (const auto& [number, other] : i.pages)
        if (other.person == c.speaker && other.waits()) facts.add(PageAcknowledged{number, words});
    if (i.state == State::triage) facts.add(StateChanged{State::triage, State::investigating, ""});
    Message m = one_line({say(
        fmt::format("You are coming to {}, answered after {}.", i.ref(), text::length(c.now - page->at)))});
    if (!words.empty()) {
        facts.add(NoteAdded{i.next('N'), words});
        add_line(m, {say(fmt::format("N{} noted: ", i.next('N'))), quote(text::cut(words, 80))});
    }
    add_line(m, {say("Where we are: "), command("sitrep"), say(i.commander() ? "" : " · you lead: "),
                 i.commander() ? say("") : command("role commander")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr std::string_view aliases[] = {"acknowledge", "got-it"};
constexpr Form forms[] = {{"ack [TEXT]", "ack at the keyboard in 5 min"}};
constexpr std::string_view synonyms[] = {"coming", "omw"};

} // namespace

extern const Command command_ack;
constexpr Command command_ack{
    .name = "ack",
    .aliases = aliases,
    .summary = "say that you come",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .decide = &decide_ack,
};

} // namespace tocsin
