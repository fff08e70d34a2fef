// Where things lie in the data folder, and the small files beside the data file.
#pragma once

#include "commands/core/error.hpp"

#include <string>

namespace tocsin::bot::files {

std::string data_file(const std::string& folder);    // FOLDER/tocsin.db
std::string token_file(const std::string& folder);   // FOLDER/token
std::string address_file(const std::string& folder); // FOLDER/address: where the running bot listens

// Makes the folder (0700) if it is not there.
Result<void> make_folder(const std::string& folder);
// The token in the folder; made (0600, 32 random bytes in hex) if it is not there.
Result<std::string> token(const std::string& folder);
Result<std::string> read_text(const std::string& path);
Result<void> write_text(const std::string& path,
                        const std::string& text); // 0600, replaces the file as a whole

} // namespace tocsin::bot::files
