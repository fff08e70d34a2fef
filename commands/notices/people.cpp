// Roles, pages, privacy, the review; polls, decisions and reports.
#include "commands/core/json_writer.hpp"
#include "commands/notices/noticing.hpp"
#include "commands/notices/people_texts.hpp"
#include "commands/notices/texts.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"
#include "commands/views/waiting.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

// One message as long as its number stays; the next number is a message of its own.
std::string call_out_card(IncidentId incident, std::uint32_t number) {
    return fmt::format("waits/{}/{}", incident.value, number);
}

// What a gateway needs to ring somebody; of a private incident no more than a lock screen may show.
std::string page_wish(const Incident& i, const PagePlaced& e) {
    JsonWriter j;
    j.object([&] {
        j.key("page").object([&] {
            j.key("incident").value(i.ref());
            j.key("severity").value(word(i.severity));
            j.key("title").value(i.is_private ? "" : i.title);
            j.key("person").value(e.person_name);
            j.key("reason").value(i.is_private ? "" : text::cut(e.text, texts::words_max));
            j.key("href").value("/i/" + i.slug());
        });
    });
    return j.take();
}

} // namespace

void Noticing::operator()(const RoleOffered& e) {
    card_changed = true;
    tell(e.person, Priority::reply,
         e.handoff ? texts::handoff(file, e, who(), r.recorded_at) : texts::role_offered(now, e, who()));
    if (!e.handoff) return;
    Message m = with_quote(fmt::format("{} hands {} to {} and keeps it until {} accepts", who(), e.role,
                                       text::isolated(e.person_name), text::isolated(e.person_name)),
                           e.brief);
    m.phone = fmt::format("{}: {} is offered {}.", now.ref(), e.person_name, e.role);
    rooms(Priority::chatter, std::move(m));
}

void Noticing::operator()(const RoleTaken& e) {
    card_changed = true;
    const Tenure* before = was.holder(e.role);
    std::string words = fmt::format("{} is {} of {} since {}.", text::isolated(e.person_name), e.role,
                                    now.ref(), text::hhmm_utc(r.meta.at));
    if (was.state != now.state) words += fmt::format(" State: {}.", views::state_shown(now.state));
    if (before && before->person != e.person)
        words += fmt::format(" {} is not any more.", text::isolated(before->name));
    if (e.role == "commander" && !now.holder("comms")) words += " Comms: nobody yet.";
    Message m = one(words);
    m.phone = fmt::format("{}: {} is {} now.", now.ref(), e.person_name, e.role);
    rooms(Priority::chatter, std::move(m));
    if (e.role == "commander" && was.call_out.person != e.person)
        close_call_out(fmt::format("{}: what waited for you waits for {} now.", now.ref(),
                                   text::isolated(e.person_name)));
}

void Noticing::operator()(const OfferReminded& e) {
    if (const auto it = now.offers.find(e.role); it != now.offers.end())
        tell(it->second.person, Priority::reply, texts::offer_waits(now, e.role, it->second));
}
void Noticing::operator()(const OfferLapsed& e) {
    card_changed = true;
    const auto it = was.offers.find(e.role);
    if (it == was.offers.end()) return;
    const Offer& offer = it->second;
    const Tenure* holder = now.holder(e.role);
    Message m =
        one(fmt::format("{} {}. {} {} it.", text::isolated(offer.name),
                        e.declined ? fmt::format("declined {}", e.role)
                                   : fmt::format("did not answer the offer of {}", e.role),
                        holder ? text::isolated(holder->name) : "Nobody", holder ? "keeps" : "holds"));
    m.lines.push_back(
        {say("Somebody else: "), command(fmt::format("{} {} @who{}", offer.handoff ? "handoff" : "role",
                                                     e.role, offer.handoff ? " BRIEF" : ""))});
    m.phone = fmt::format("{}: {} did not take {}.", now.ref(), offer.name, e.role);
    tell(offer.by, Priority::reply, std::move(m));
}

void Noticing::operator()(const VacancyCalled&) {
    card_changed = true;
    Message m;
    m.tone = Tone::late;
    m.lines.push_back(
        {mention(now.declarer, now.declarer_name),
         say(fmt::format(" nobody is commander of {}, {}, for {}. You lead until someone takes it.",
                         now.ref(), word(now.severity), text::length(r.recorded_at - now.raised_at)))});
    m.lines.push_back({say("No on-call rota is set up, so nobody was paged. Take it: "),
                       command("role commander"), say(" · wake somebody: "), command("page @who REASON")});
    m.phone = fmt::format("{} {}: nobody is commander.", now.ref(), word(now.severity));
    rooms(Priority::reply, m);
}
void Noticing::operator()(const FatigueCalled& e) { tell(e.person, Priority::reply, texts::fatigue(now, e)); }

void Noticing::operator()(const CommanderCalled& e) {
    if (!e.anew && !e.edited) return;
    const auto items = views::waiting(file, r.recorded_at);
    Message m = views::call_out(file, items);
    if (e.anew) m.phone = texts::waits_for_you(now, items);
    tell(e.person, Priority::reply, std::move(m));
    out.back().card = call_out_card(now.id, e.number);
}

void Noticing::close_call_out(std::string words) {
    if (!was.call_out.number) return;
    tell(was.call_out.person, Priority::reply, one(std::move(words)));
    out.back().card = call_out_card(now.id, was.call_out.number);
}

void Noticing::operator()(const PagePlaced& e) {
    card_changed = true;
    if (!e.person) {
        rooms(Priority::reply, texts::paged_nobody(now, e, who()));
        for (const auto& room : all.policy().general_rooms)
            post(room, Priority::reply, texts::paged_nobody(now, e, who()));
        return;
    }
    Outgoing o{.incident = now.id,
               .priority = Priority::page,
               .room = now.home,
               .person = e.person,
               .page = e.number,
               .not_after = r.recorded_at + policy().page_answer_within,
               .message = texts::page(file, e, who(), r.recorded_at, policy())};
    out.push_back(std::move(o));
    for (const auto& [platform, traits] : all.policy().platforms)
        if (traits.pages_only)
            out.push_back({.incident = now.id,
                           .priority = Priority::page,
                           .room = {platform + ":page"},
                           .page = e.number,
                           .not_after = r.recorded_at + policy().page_answer_within,
                           .message = {},
                           .wish = page_wish(now, e)});
    // Where a private message may be muted, a mention in the room rings too.
    if (!all.policy().traits_of(platform_of(now.home)).makes_rooms) return;
    Message m;
    m.lines.push_back({mention(e.person, e.person_name),
                       say(fmt::format(" you are paged for {}, {}", now.ref(), word(now.severity)))});
    if (!text::trimmed(e.text).empty()) {
        m.lines.back().push_back(say(": "));
        m.lines.back().push_back(quote(text::cut(e.text, texts::words_max)));
    }
    m.buttons = texts::page_buttons(now);
    m.phone = fmt::format("{}: {} is paged.", now.ref(), e.person_name);
    post(now.home, Priority::page, std::move(m));
}
void Noticing::operator()(const PageDelivered&) { card_changed = true; }
void Noticing::operator()(const PageFailed& e) {
    card_changed = true;
    const auto it = now.pages.find(e.number);
    if (it == now.pages.end()) return;
    Message m = one(fmt::format("The page to {} did NOT go out: {}. Nobody was woken.",
                                text::isolated(it->second.name), e.reason));
    m.tone = Tone::late;
    m.lines.push_back({say("Somebody else: "), command("page @who REASON")});
    m.phone = fmt::format("{}: the page to {} did not go out.", now.ref(), it->second.name);
    rooms(Priority::reply, m);
}
void Noticing::operator()(const PageAcknowledged& e) {
    card_changed = true;
    if (const auto it = now.pages.find(e.number); it != now.pages.end())
        rooms(Priority::reply, texts::acknowledged(now, it->second));
}
void Noticing::operator()(const PageDeclined& e) {
    card_changed = true;
    if (const auto it = now.pages.find(e.number); it != now.pages.end())
        rooms(Priority::reply, texts::declined(now, it->second));
}
void Noticing::operator()(const PageUnanswered& e) {
    card_changed = true;
    if (const auto it = now.pages.find(e.number); it != now.pages.end())
        rooms(Priority::reply, texts::unanswered(now, it->second, r.recorded_at));
}
void Noticing::operator()(const TeamNotified& e) {
    Message m = with_quote(fmt::format("{} {}: {}. {} says", now.ref(), word(now.severity), now.title, who()),
                           e.text);
    m.phone = fmt::format("{}: {}", now.ref(), text::cut(e.text, 80));
    if (e.person)
        tell(e.person, Priority::reply, std::move(m));
    else
        post(e.room, Priority::chatter, std::move(m));
}

void Noticing::operator()(const HypothesisStated&) { card_changed = true; }
void Noticing::operator()(const HypothesisJudged&) { card_changed = true; }
void Noticing::operator()(const QuestionAsked&) { card_changed = true; }
void Noticing::operator()(const QuestionAnswered&) { card_changed = true; }
void Noticing::operator()(const EvidenceTaken&) {}
void Noticing::operator()(const LessonLearned&) {}
void Noticing::operator()(const CanReported&) {}

void Noticing::operator()(const DecisionMade& e) {
    card_changed = true;
    Message m = with_quote(fmt::format("D{} decided by {}", e.number, who()), e.text);
    m.phone = fmt::format("{} decided: {}", now.ref(), text::cut(e.text, 80));
    rooms(Priority::chatter, std::move(m));
}
void Noticing::operator()(const PollOpened& e) {
    card_changed = true;
    Message m = with_quote(
        fmt::format("P{} by {}, strong objections until {}?", e.number, who(), text::hhmm_utc(e.until)),
        e.text);
    m.lines.push_back({command(fmt::format("object P{} REASON", e.number)), say(" (silence agrees)")});
    m.phone = fmt::format("{} objections? {}", now.ref(), text::cut(e.text, 80));
    rooms(Priority::reply, std::move(m));
}
void Noticing::operator()(const PollObjected& e) {
    card_changed = true;
    tell(now.lead() == r.meta.by ? PersonId{} : now.lead(), Priority::reply,
         with_quote(fmt::format("{} objects to P{}", who(), e.number), e.text));
}
void Noticing::operator()(const PollClosed& e) {
    card_changed = true;
    if (const auto it = file.polls.find(e.number); it != file.polls.end())
        tell(now.lead(), Priority::reply, texts::poll_over(now, it->second));
}
void Noticing::operator()(const CanAsked& e) {
    for (const auto& [number, task] : now.tasks)
        if (task.status == Task::Status::running && (!e.person || e.person == task.owner) &&
            task.owner != r.meta.by) {
            const bool told = std::any_of(now.tasks.begin(), now.tasks.find(number), [&](const auto& t) {
                return t.second.owner == task.owner && t.second.status == Task::Status::running;
            });
            if (!told) tell(task.owner, Priority::reply, texts::can_asked(now, who()));
        }
    if (e.person && std::none_of(now.tasks.begin(), now.tasks.end(), [&](const auto& t) {
            return t.second.owner == e.person && t.second.status == Task::Status::running;
        }))
        tell(e.person, Priority::reply, texts::can_asked(now, who()));
}
void Noticing::operator()(const CanRoundOver&) {
    if (Message m = texts::can_over(file); !m.lines.empty()) tell(now.lead(), Priority::reply, std::move(m));
}

void Noticing::operator()(const ActionAdded& e) {
    if (e.owner && e.owner != r.meta.by) {
        Message m = with_quote(fmt::format("A{} of {} is yours{}", e.number, now.ref(),
                                           e.due == no_instant ? "" : ", due " + text::day(e.due)),
                               e.text);
        m.phone = fmt::format("{} A{} is yours: {}", now.ref(), e.number, text::cut(e.text, 60));
        tell(e.owner, Priority::chatter, std::move(m));
    }
}
void Noticing::operator()(const ActionChanged&) {}
void Noticing::operator()(const ActionReminded& e) {
    const auto rungs = texts::actions_together(events);
    if (rungs.empty() || !(rungs.front() == e)) return; // one message for all
    tell(e.person, Priority::chatter, texts::actions_due(file, rungs));
    std::vector<ActionReminded> late;
    for (const ActionReminded& one : rungs)
        if (one.manager) late.push_back(one);
    if (!late.empty()) tell(late.front().manager, Priority::chatter, texts::actions_late(file, late));
}
void Noticing::operator()(const PostmortemOwned& e) {
    card_changed = true;
    if (e.person != r.meta.by)
        tell(e.person, Priority::chatter,
             one(fmt::format("You own the post-mortem of {}: {}.", now.ref(), now.title)));
}
void Noticing::operator()(const PostmortemMoved& e) {
    rooms(Priority::chatter, with_quote(fmt::format("Post-mortem of {}: {} → {}, by {}", now.ref(),
                                                    word(e.from), word(e.to), who()),
                                        e.text));
}
void Noticing::operator()(const MeetingSet& e) {
    rooms(Priority::chatter,
          with_quote(fmt::format("Post-mortem meeting of {}: {}", now.ref(), text::day_hhmm_utc(e.when)),
                     e.text));
}
void Noticing::operator()(const SectionEdited&) {}
void Noticing::operator()(const ReviewReminded& e) {
    tell(e.person, Priority::chatter, texts::review_reminder(now, e));
}

void Noticing::operator()(const PrivacyChanged& e) {
    card_changed = true;
    rooms(Priority::reply,
          with_quote(
              e.on ? fmt::format("{} is private from now on, by {}", now.ref(), who())
                   : fmt::format("{} is no longer private, by {}. Everybody can read it", now.ref(), who()),
              e.text));
}
void Noticing::operator()(const MemberAdded& e) {
    if (e.person == r.meta.by) return;
    Message m =
        one(now.is_private ? "You are in a private incident. Go to "
                           : fmt::format("{} invites you to {}: {}. Go to ", who(), now.ref(), now.title));
    m.lines.back().push_back(link(name_of(now.home), "/i/" + now.slug()));
    m.phone = now.is_private ? "You are in a private incident. Open Tocsin."
                             : fmt::format("{} invites you to {}.", r.meta.by_name, now.ref());
    tell(e.person, Priority::reply, std::move(m));
}
void Noticing::operator()(const AudienceApproved&) {}
void Noticing::operator()(const AccessNoted&) {}

} // namespace tocsin
