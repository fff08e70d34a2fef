// Rendered text compared whole with a file under tests/golden. A wanted change is approved by running the
// test with TOCSIN_APPROVE=1, which writes the file anew; the diff is then reviewed like code.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::test {

// Fails the test with both texts if they differ. `name` is a file name below tests/golden.
void check_golden(std::string_view name, const std::string& text);

} // namespace tocsin::test
