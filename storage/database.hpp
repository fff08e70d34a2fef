// Opens a connection the way every connection of ours is opened, and brings the tables up to date. The file
// itself is taken for hostile input: its schema must be ours word for word, and nothing in it is ever
// executed.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <string>

namespace tocsin::storage {

// All throw SQLite::Exception or Failure.
SQLite::Database open_to_write(const std::string& path, const std::string& vfs);
SQLite::Database open_to_read(const std::string& path, const std::string& vfs);

// An empty file becomes a data file of today's form, an older one is migrated; another program's file is
// refused before a byte of it is changed.
void migrate(SQLite::Database&, const std::string& path);
void require_own_schema(const SQLite::Database&, const std::string& path);

// WAL, and a commit that has returned is on the disk. Not before the file is known to be ours.
void make_durable(SQLite::Database&);

std::int64_t pragma_number(const SQLite::Database&, const char* name);

} // namespace tocsin::storage
