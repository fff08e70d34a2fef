// tocsin_bench [process|clocks|incidents|logs|asks]... [--share X]: without names all of them. --share 0.1
// does a tenth of the work.
#include "tests/bench/bench.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

int main(int argc, char** argv) {
    using namespace tocsin::bench;
    std::vector<std::string_view> wanted;
    double share = 1;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word{argv[i]};
        if (word == "--share" && i + 1 < argc)
            share = std::atof(argv[++i]);
        else
            wanted.push_back(word);
    }
    const auto has = [&](std::string_view name) {
        return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    };
    const std::string tocsin =
        (std::filesystem::canonical("/proc/self/exe").parent_path() / "tocsin").string();
    row("what", "figure", "beside");
    if (has("process")) process(tocsin);
    if (has("clocks")) clocks(share);
    if (has("incidents")) open_incidents(share); // before the logs: what those free would hide what it takes
    if (has("logs")) big_logs(share);
    if (has("asks")) asks(share, tocsin);
}
