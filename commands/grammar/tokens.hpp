// The first line of a message as tokens. They are taken one by one, because where the options end the text
// begins, and the text is kept as typed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::grammar {

struct Token {
    std::size_t begin{}, end{}; // in the line
    std::string plain;          // dashes of any kind as '-', without marks of direction; case as typed
    std::string word;           // plain, folded: what keywords are compared with
    bool ends_options{};        // "--", or an em dash alone
};

// `word` without the `?!.,:;` that people put after a verb or a name.
std::string_view without_punctuation(std::string_view word);

class Tokens {
public:
    // `line` is clean (grammar::cleaned) and outlives the tokens.
    explicit Tokens(std::string_view line);

    // The next token of the first line, nullptr: none is left.
    const Token* peek() const { return has_next_ ? &next_ : nullptr; }
    void take();
    void seek(std::size_t position);
    // Reads "monitoring:" as "monitoring".
    void ignore_punctuation();

    // The value that begins at `position`: up to the next white space, or what stands in double quotes of any
    // kind.
    struct Value {
        std::string plain;
        std::size_t end{};
        bool unclosed{}; // the quote ended with the line
    };
    Value value_at(std::size_t position) const;

    // Everything from here on, later lines too, as typed.
    std::string text() const;

    std::string_view line() const { return line_; }
    std::size_t position() const { return has_next_ ? next_.begin : first_line_end_; }
    std::string_view later_lines() const { return line_.substr(first_line_end_); }

private:
    void read(std::size_t position);

    std::string_view line_;
    std::size_t first_line_end_{};
    Token next_;
    bool has_next_{};
};

} // namespace tocsin::grammar
