// Asio's TLS code, compiled once (STACK 2).
#include <boost/asio/ssl/impl/src.hpp>
