// Beast's own code, compiled once (STACK 2).
#include <boost/beast/src.hpp>
