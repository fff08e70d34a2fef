// The list of migrations; each .sql file is one raw string literal.
#include "storage/schema/schema.hpp"

#include <array>

namespace tocsin::storage {
namespace {

constexpr std::array<std::string_view, 3> steps{
#include "storage/schema/0001_initial.sql"
    ,
#include "storage/schema/0002_pages.sql"
    ,
#include "storage/schema/0003_platforms.sql"
};

} // namespace

std::span<const std::string_view> migrations() { return steps; }

} // namespace tocsin::storage
