// The real way out: HTTPS and WebSockets through Beast and OpenSSL, on the loop of the program.
#pragma once

#include "integrations/net/web.hpp"

#include <cstddef>

namespace boost::asio {
class io_context;
}

namespace tocsin::net {

struct WebSettings {
    std::string ca_file{};          // PEM, trusted beside what the system trusts
    std::size_t connections_max{8}; // a host; further calls wait in order
};

// Destroying it ends everything under way at once; no callback comes after that. The loop has to outlive it.
// A host that does not resolve is `not_sent`, not `refused`: DNS fails for a while more often than names go
// away.
std::unique_ptr<Web> make_web(boost::asio::io_context&, WebSettings = {});

} // namespace tocsin::net
