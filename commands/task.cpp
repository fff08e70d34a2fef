// task: one named person, a length, a call back at its end (DOMAIN 9).
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision give(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string typed = args.people.empty() ? "me" : args.people.front();
    const std::string words{text::trimmed(args.text)};
    Named owner = person_named(c, typed);
    if (owner.asks_back()) return nobody_called(c, typed, owner, "task {} " + words);
    const Duration length = args.length.value_or(c.all.policy_of(i).task_length);
    const std::uint32_t number = i.next('T');
    Facts facts{c};
    know_picked(c, owner, facts.list);
    if (owner.is_new) facts.list.push_back(person_seen(c, owner));
    facts.add(TaskGiven{number, owner.id, length, c.now + length, owner.name, words});
    Message m = one_line(
        {say(fmt::format("T{} for {}: ", number, owner.id == c.speaker ? "you" : text::isolated(owner.name))),
         quote(text::cut(words, 120)), say(fmt::format(", {}, until ", text::length(length))),
         at_time(c.now + length), say(".")});
    if (args.people.empty())
        add_line(m, {say("Yours, because nobody was named. Somebody else: "), command("task @who 10m TEXT")});
    if (!args.length)
        add_line(m, {say(fmt::format("{}, because no length was given. ", text::length(length))),
                     command(fmt::format("task T{} extend 30m", number))});
    if (owner.is_new)
        add_line(m, {say(fmt::format("{} has not been here yet: tell them.", text::isolated(owner.name)))});
    add_line(
        m, {say("Done: "), command(fmt::format("task T{} done WHAT", number)), say(" · "), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

Decision ended_already(const Context& c, const Task& t) {
    return refused(c, one_line({say(fmt::format("T{} is {} already. Nothing was changed. ", t.number,
                                                t.status == Task::Status::done ? "done" : "dropped")),
                                command("show T" + std::to_string(t.number))}));
}

Decision change(const Context& c, const Arguments& args, const Task& t) {
    if (t.status != Task::Status::running) return ended_already(c, t);
    const auto what = args.word("change");
    const std::string words{text::trimmed(args.text)};
    Facts facts{c};
    Message m;
    if (what == "done") {
        facts.add(TaskDone{t.number, words});
        add_line(m, {say(fmt::format("T{} is done after {}.", t.number, text::length(c.now - t.given)))});
    } else if (what == "drop") {
        facts.add(TaskDropped{t.number, words});
        add_line(m, {say(fmt::format("T{} is dropped.", t.number))});
    } else {
        const Duration length = args.length.value_or(c.all.policy_of(c.incident()).task_length);
        facts.add(TaskExtended{t.number, c.now + length, words});
        add_line(m, {say(fmt::format("T{} goes on, {} more, until ", t.number, text::length(length))),
                     at_time(c.now + length), say(".")});
    }
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

std::string present(const Incident& i) {
    std::string out;
    for (const auto& [number, t] : i.tasks)
        if (t.status == Task::Status::running)
            out += fmt::format("{}T{} {}: {}, until {}", out.empty() ? "" : "\n", number,
                               text::cut(t.text, 60), t.owner_name, text::due_utc(t.due));
    return out.empty() ? "No task is running." : out;
}

Decision decide_task(const Context& c, const Arguments& args) {
    if (!args.items.empty()) {
        const Recorded* r = find_item(*c.file, args.items.front(), "T");
        if (!r) return no_such_item(c, args.items.front(), "T");
        const auto it = c.incident().tasks.find(std::get<TaskGiven>(r->event).number);
        if (it == c.incident().tasks.end()) return withdrawn(c, *item_of(r->event));
        const Task& t = it->second;
        if (args.word("change").empty())
            return refused(
                c,
                one_line({say(fmt::format("T{}: done, longer or dropped? Nothing was changed. ", t.number)),
                          command(fmt::format("task T{} done WHAT", t.number)), say(" · "),
                          command(fmt::format("task T{} extend 10m", t.number)), say(" · "),
                          command(fmt::format("task T{} drop WHY", t.number))}));
        return change(c, args, t);
    }
    if (text::trimmed(args.text).empty())
        return shown(c, usage(*command_named("task"), present(c.incident())));
    return give(c, args);
}

constexpr Keyword changes[] = {{{"done", "finished"}}, {{"extend", "longer"}}, {{"drop", "dropped"}}};
constexpr Slot slots_taken[] = {{"change", changes}};
constexpr Form forms[] = {{"task @who 10m TEXT", "task @ana 10m roll back build 4512"},
                          {"task T1 done|extend 10m|drop [TEXT]", "task T1 done rolled back, errors fall"}};
constexpr std::string_view synonyms[] = {"todo", "job", "ask"};

} // namespace

extern const Command command_task;
constexpr Command command_task{
    .name = "task",
    .aliases = {},
    .summary = "give one person a job with a time; I ask when it is up",
    .forms = forms,
    .takes = {.slots = slots_taken, .item_kinds = "T", .people = true, .length = true},
    .synonyms = synonyms,
    .decide = &decide_task,
};

} // namespace tocsin
