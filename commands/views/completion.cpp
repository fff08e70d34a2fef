// The verbs as the page's composer offers them, straight from the descriptors that the parser uses.
#include "commands/command.hpp"
#include "commands/core/json_writer.hpp"
#include "commands/views/views.hpp"

namespace tocsin::views {

std::string completion_json() {
    JsonWriter j;
    j.array([&] {
        for (const Command* command : all_commands())
            j.object([&] {
                j.key("verb").value(command->name);
                j.key("aliases").array([&] {
                    for (const auto alias : command->aliases) j.value(alias);
                });
                j.key("summary").value(command->summary);
                j.key("forms").array([&] {
                    for (const Form& form : command->forms)
                        j.object([&] {
                            j.key("line").value(form.line);
                            j.key("example").value(form.example);
                        });
                });
            });
    });
    return j.take();
}

} // namespace tocsin::views
