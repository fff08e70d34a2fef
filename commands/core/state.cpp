// The state as a whole: look-ups, adding an event, loading a log, forgetting a tail. How one event changes
// one incident is in fold.cpp.
#include "commands/core/state.hpp"

#include "commands/core/code_name.hpp"
#include "commands/core/fold.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <charconv>

namespace tocsin {
namespace {

std::string account_key(std::string_view platform, std::string_view account) {
    return std::string{platform} + "/" + text::folded(account);
}

void apply_global(Everything& all, const Recorded& r) {
    if (const auto* adopted = std::get_if<PolicyAdopted>(&r.event)) {
        auto policy = policy_from_text(adopted->document);
        if (!policy) return; // written by a newer binary: the older rules stay in force
        policy->version = adopted->version;
        all.policies[adopted->version] = *policy;
    } else if (const auto* seen = std::get_if<PersonSeen>(&r.event)) {
        all.people[seen->person] = {seen->person, seen->name, text::folded(seen->account), seen->platform,
                                    seen->account};
        all.accounts[account_key(seen->platform, seen->account)] = seen->person;
    }
}

void add_to_index(Everything& all, const IncidentFile& file) {
    for (const auto& room : file.now.rooms) all.rooms[room] = file.now.id;
    if (file.now.number) all.numbers[file.now.number] = file.now.id;
    if (!file.now.code_name.empty()) all.code_names[code_name_key(file.now.code_name)] = file.now.id;
}

void index_anew(Everything& all, const IncidentFile& file) {
    const auto of_it = [&](const auto& entry) { return entry.second == file.now.id; };
    std::erase_if(all.rooms, of_it);
    std::erase_if(all.code_names, of_it);
    add_to_index(all, file);
}

bool moves_index(const Event& e) {
    return std::holds_alternative<IncidentDeclared>(e) || std::holds_alternative<RoomBound>(e) ||
           std::holds_alternative<RoomUnbound>(e) || std::holds_alternative<RoomFailed>(e) ||
           std::holds_alternative<PrivacyChanged>(e);
}

void note_position(Everything& all, const Recorded& r) {
    all.last_seq = std::max(all.last_seq, r.seq);
    all.last_recorded = std::max(all.last_recorded, r.recorded_at);
}

} // namespace

const Tenure* Incident::holder(std::string_view role) const {
    const auto it = roles.find(std::string{role});
    if (it == roles.end()) return nullptr;
    for (auto tenure = it->second.rbegin(); tenure != it->second.rend(); ++tenure)
        if (tenure->until == no_instant) return &*tenure;
    return nullptr;
}

const Window* Incident::open_window() const {
    for (auto w = windows.rbegin(); w != windows.rend(); ++w)
        if (w->end == no_instant) return &*w;
    return nullptr;
}

std::string Incident::slug() const { return is_private ? code_name_slug(code_name) : ref(); }

const Update* IncidentFile::update(std::uint32_t wanted) const {
    const auto it = updates.lower_bound({wanted, Audience{}});
    return it == updates.end() || it->first.first != wanted ? nullptr : &it->second;
}

const Policy& Everything::policy() const {
    static const Policy built_in = default_policy();
    return policies.empty() ? built_in : policies.rbegin()->second;
}

const Policy& Everything::policy_of(const Incident& incident) const {
    const auto it = policies.find(incident.policy_version);
    return it == policies.end() ? policy() : it->second;
}

const IncidentFile* Everything::find(IncidentId id) const {
    const auto it = incidents.find(id);
    return it == incidents.end() ? nullptr : &it->second;
}

const IncidentFile* Everything::in_room(const RoomId& room) const {
    const auto it = rooms.find(room);
    return it == rooms.end() ? nullptr : find(it->second);
}

const IncidentFile* Everything::numbered(std::uint32_t n) const {
    const auto it = numbers.find(n);
    return it == numbers.end() ? nullptr : find(it->second);
}

const IncidentFile* Everything::referred(std::string_view ref) const {
    const std::string key = code_name_key(ref);
    if (const auto it = code_names.find(key); it != code_names.end()) return find(it->second);
    std::uint32_t n{};
    const std::string_view digits = std::string_view{key}.substr(
        std::min<std::size_t>(key.size(), key.starts_with("inc ") ? 4 : key.size()));
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    return error == std::errc{} && end == digits.data() + digits.size() ? numbered(n) : nullptr;
}

const Person* Everything::person(PersonId id) const {
    const auto it = people.find(id);
    return it == people.end() ? nullptr : &it->second;
}

const Person* Everything::by_account(std::string_view platform, std::string_view account) const {
    const auto it = accounts.find(account_key(platform, account));
    return it == accounts.end() ? nullptr : person(it->second);
}

const Person* Everything::called(std::string_view name) const {
    const std::string folded = text::folded(name);
    const Person* found = nullptr;
    for (const auto& [id, person] : people)
        if (person.account == folded) return &person;
    for (const auto& [id, person] : people) {
        if (text::folded(person.name) != folded) continue;
        if (found) return nullptr; // two: nobody is woken by a guess
        found = &person;
    }
    return found;
}

namespace {

// Puts it into its log; what is of no incident is applied too. nullptr: it is of none.
IncidentFile* file_away(Everything& all, Recorded& r) {
    note_position(all, r);
    if (!r.incident) {
        apply_global(all, r);
        all.log.push_back(std::move(r));
        return nullptr;
    }
    IncidentFile& file = all.incidents[r.incident];
    file.now.id = r.incident;
    file.log.push_back(std::move(r));
    return &file;
}

} // namespace

void apply(Everything& all, Recorded r) {
    IncidentFile* const file = file_away(all, r);
    if (!file) return;
    const Event& event = file->log.back().event;
    const bool rewrites = fold::rewrites_history(event);
    const bool indexed = rewrites || moves_index(event);
    if (rewrites)
        refold(*file);
    else
        fold::one(*file, file->log.back());
    if (indexed) index_anew(all, *file);
}

void Loading::take(Recorded& r) { file_away(all_, r); }

void Loading::finish() {
    for (auto& [id, file] : all_.incidents) {
        refold(file);
        add_to_index(all_, file);
    }
}

void load(Everything& all, std::vector<Recorded> log) {
    Loading loading{all};
    for (Recorded& r : log) loading.take(r);
    loading.finish();
}

void forget_after(Everything& all, Seq last) {
    std::vector<Recorded> kept;
    const auto keep = [&](std::vector<Recorded>& log) {
        for (Recorded& r : log)
            if (r.seq <= last) kept.push_back(std::move(r));
    };
    keep(all.log);
    for (auto& [id, file] : all.incidents) keep(file.log);
    std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
    all = Everything{};
    load(all, std::move(kept));
}

} // namespace tocsin
