// Entries by number.
#include "commands/core/item.hpp"

namespace tocsin {
namespace {

// The kind of entry that an event type makes.
template <class E> constexpr char kind_of = 0;
template <> constexpr char kind_of<NoteAdded> = 'N';
template <> constexpr char kind_of<ImpactStarted> = 'I';
template <> constexpr char kind_of<ImpactStated> = 'I';
template <> constexpr char kind_of<TaskGiven> = 'T';
template <> constexpr char kind_of<UpdateSubmitted> = 'U';
template <> constexpr char kind_of<UpdateDrafted> = 'U';
template <> constexpr char kind_of<HypothesisStated> = 'H';
template <> constexpr char kind_of<QuestionAsked> = 'Q';
template <> constexpr char kind_of<DecisionMade> = 'D';
template <> constexpr char kind_of<PollOpened> = 'P';
template <> constexpr char kind_of<CanReported> = 'C';
template <> constexpr char kind_of<EvidenceTaken> = 'V';
template <> constexpr char kind_of<ActionAdded> = 'A';
template <> constexpr char kind_of<LessonLearned> = 'L';

struct Empty {
    template <std::size_t N, class T> void operator()(const char (&)[N], T& field) const {
        if constexpr (std::is_same_v<T, std::string>) field.clear();
        if constexpr (std::is_same_v<T, RoomId>) field.value.clear();
    }
};

} // namespace

std::optional<Item> item_of(const Event& event) {
    return std::visit(
        [](const auto& e) -> std::optional<Item> {
            using E = std::remove_cvref_t<decltype(e)>;
            if constexpr (kind_of<E> != 0)
                return Item{kind_of<E>, e.number};
            else
                return std::nullopt;
        },
        event);
}

std::string* words_in(Event& event) {
    return std::visit(
        [](auto& e) -> std::string* {
            using E = std::remove_cvref_t<decltype(e)>;
            if constexpr (kind_of<E> != 0 && requires { e.text; })
                return &e.text;
            else
                return nullptr;
        },
        event);
}

const std::string* words_in(const Event& event) { return words_in(const_cast<Event&>(event)); }

void empty_words(Event& event, Meta& meta) {
    std::visit([](auto& e) { fields(e, Empty{}); }, event);
    meta.by_name.clear();
    meta.room.value.clear();
}

void mark_redacted(Event& event, Meta& meta) {
    empty_words(event, meta);
    meta.by_name = redacted_mark;
    if (std::string* words = words_in(event)) *words = redacted_mark;
    if (auto* report = std::get_if<CanReported>(&event)) report->condition = redacted_mark;
}

} // namespace tocsin
