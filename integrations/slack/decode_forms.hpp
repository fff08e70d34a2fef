// Bodies of HTML forms, as commands and interactions of HTTP mode come.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tocsin::slack {

// The first field of that name in an application/x-www-form-urlencoded body, decoded ('+' is a space; a '%'
// without two digits stands for itself). nullopt: there is none, or it is no UTF-8.
std::optional<std::string> form_field(std::string_view body, std::string_view name);

} // namespace tocsin::slack
