// The steps of the option loop (options.cpp): each looks at one token and takes it, leaves it, or ends the
// reading.
#pragma once

#include "commands/grammar/grammar.hpp"
#include "commands/grammar/tokens.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::grammar {

enum class Step : std::uint8_t {
    taken,
    not_mine,
    misread, // OptionWork::misread says why
};

struct OptionWork {
    const Command& verb;
    Tokens& tokens;
    std::string_view head; // what lines to offer begin with: "INC-7 update"
    Instant said_at{};
    std::size_t begin{}; // where the arguments begin

    Arguments arguments{};
    std::vector<std::string> remarks{};
    Misread misread{};
    Token audience{}; // the token that named it, if one did

    // The line as typed, but with other words in one place.
    std::string corrected(std::size_t from, std::size_t to, std::string_view instead) const;
    std::string with_inserted(std::size_t position, std::string_view word) const;
    std::string without(const Token&) const;
    // The line as typed, but with this token and all after it as text.
    std::string as_text(const Token& token) const { return with_inserted(token.begin, "--"); }
    Step refuse(Misread::Why, const Token&, std::string detail, std::vector<std::string> choices = {});
};

// key=value, if the verb knows the key. Anything else with an equals sign, also a URL, is text.
Step read_assignment(OptionWork&, const Token&);
// "at =23:27": would be text, and the time would be lost.
Step ask_about_spaced_assignment(OptionWork&, const Token&);

// A keyword of a slot that is still open.
Step read_keyword(OptionWork&, const Token&);
// "customer", "monitring", "ended": asked back, never run and never text.
Step ask_about_near_keyword(OptionWork&, const Token&);
// "status resolved": a state with a verb of its own, which is offered.
Step offer_own_verb_of_state(OptionWork&, const Token&);
// Slots that must be filled: what is missing, or not_mine.
Step ask_for_missing_keyword(OptionWork&, std::size_t text_begin);

bool is_keyword_of(const Command&, std::string_view word);
bool is_item_of(const Command&, const Token*);

} // namespace tocsin::grammar
