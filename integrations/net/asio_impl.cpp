// Asio's own code, compiled once (STACK 2).
#include <boost/asio/impl/src.hpp>
