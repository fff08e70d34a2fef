// tocsin export: the log for other programs, every entry as it was recorded, a JSON object a line.
#include "bot/cli/cli.hpp"
#include "bot/cli/exit_codes.hpp"
#include "bot/cli/reading.hpp"
#include "commands/core/json_writer.hpp"
#include "commands/text/times.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tocsin::bot::cli {
namespace {

struct Options {
    std::string ref, data{"./data"};
};

// A field of an event as JSON: times as ISO 8601 or null, durations in seconds, words for enumerations that
// have them.
struct Fields {
    JsonWriter& j;

    template <class T> void operator()(const char* name, const T& field) {
        j.key(name);
        if constexpr (std::is_same_v<T, std::string>)
            j.value(field);
        else if constexpr (std::is_same_v<T, bool>)
            j.value(field);
        else if constexpr (std::is_same_v<T, Instant>)
            field == no_instant ? j.null() : j.value(text::iso(field));
        else if constexpr (std::is_same_v<T, Duration>)
            j.value(std::int64_t{field / seconds{1}});
        else if constexpr (std::is_enum_v<T>)
            if constexpr (requires { word(field); })
                j.value(word(field));
            else
                j.value(static_cast<unsigned>(field));
        else if constexpr (requires { field.value; })
            j.value(field.value);
        else if constexpr (std::is_signed_v<T>)
            j.value(std::int64_t{field});
        else
            j.value(std::uint64_t{field});
    }
};

void print(const Everything& all, const Recorded& r) {
    const IncidentFile* file = all.find(r.incident);
    JsonWriter j;
    j.object([&] {
        j.key("seq").value(r.seq.value);
        j.key("incident");
        file ? j.value(file->now.slug()) : j.null();
        j.key("index").value(r.index);
        j.key("recorded_at").value(text::iso(r.recorded_at));
        j.key("at").value(text::iso(r.meta.at));
        j.key("by").value(r.meta.by.value);
        j.key("by_name").value(r.meta.by_name);
        j.key("room").value(r.meta.room.value);
        j.key("event").value(stored_name(r.event));
        j.key("version").value(stored_version(r.event));
        j.key("fields").object([&] { std::visit([&](const auto& e) { fields(e, Fields{j}); }, r.event); });
    });
    std::printf("%s\n", j.str().c_str());
}

int export_log(const Options& o) {
    const auto reading = Reading::open(o.data);
    if (!reading) return report(reading.error());
    const Everything& all = (*reading)->state();
    if (!o.ref.empty()) {
        const IncidentFile* file = (*reading)->find(o.ref);
        if (!file) {
            std::fprintf(stderr, "tocsin: I know no %s\n", o.ref.c_str());
            return exit_codes::no;
        }
        for (const Recorded& r : file->log) print(all, r);
        return exit_codes::ok;
    }
    const auto log = (*reading)->store().load_events();
    if (!log) return report(log.error());
    for (const Recorded& r : *log) print(all, r);
    return exit_codes::ok;
}

} // namespace

void add_export(CLI::App& app, Action& action) {
    auto* sub = app.add_subcommand("export", "print every entry of the log as JSON, a line each");
    auto o = std::make_shared<Options>();
    sub->add_option("incident", o->ref, "INC-7; without it the whole log");
    sub->add_option("--data", o->data, "data folder")->capture_default_str();
    sub->footer("Private incidents are part of it. Example: tocsin export INC-1 > inc-1.jsonl");
    sub->callback([o, &action] { action = [o] { return export_log(*o); }; });
}

} // namespace tocsin::bot::cli
