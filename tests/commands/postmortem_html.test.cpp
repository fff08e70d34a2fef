// The draft as a page: well formed, without a script, and nothing a person wrote can become markup.
#include "tests/commands/postmortem_stories.hpp"

using namespace tocsin;
using namespace tocsin::test;

namespace {

std::string html_of(const Story& s, std::string_view layout = "sre") {
    return postmortem::to_html(draft_of(s, layout), "/incident ");
}

// Reads the tags as a strict reader would; the first complaint, empty if each one is closed where it must be.
std::string complaint(std::string_view html) {
    std::vector<std::string> open;
    if (!html.starts_with("<!DOCTYPE html>\n")) return "no document type";
    html.remove_prefix(16);
    while (true) {
        const auto start = html.find('<');
        if (html.substr(0, start).find('>') != std::string_view::npos) return "a bare >";
        if (start == std::string_view::npos) break;
        const auto end = html.find('>', start);
        if (end == std::string_view::npos) return "a tag that does not end";
        std::string_view tag = html.substr(start + 1, end - start - 1);
        html.remove_prefix(end + 1);
        if (tag.ends_with('/')) continue;
        if (std::count(tag.begin(), tag.end(), '"') % 2) return "an open quote in " + std::string{tag};
        if (!tag.starts_with('/')) {
            open.emplace_back(tag.substr(0, tag.find(' ')));
            continue;
        }
        if (open.empty() || open.back() != tag.substr(1)) return "closed out of turn: " + std::string{tag};
        open.pop_back();
    }
    return open.empty() ? "" : "never closed: " + open.back();
}

} // namespace

TEST_CASE("A strict reader finds faults in bad markup", "[postmortem]") {
    const std::string top = "<!DOCTYPE html>\n";
    CHECK(complaint(top + "<p>x</p><br/>").empty());
    for (const auto* bad : {"<p>x", "<p><b>x</p></b>", "x</p>", "<p class=\"x>y</p>", "a > b", "<p"}) {
        INFO(bad);
        CHECK_FALSE(complaint(top + bad).empty());
    }
}

TEST_CASE("Every layout is a well-formed page of its own", "[postmortem]") {
    for (const Story& s : {search_outage(), session_theft(), Story{resolved()}})
        for (const auto* layout : postmortem::all_layouts()) {
            const std::string html = html_of(s, layout->name);
            INFO(layout->name);
            CHECK(complaint(html).empty());
            for (const auto* never : {"<script", "onclick", "http://", "https://", "src=", "@import", "url("})
                CHECK_FALSE(has(html, never));
        }
}

TEST_CASE("The page has landmarks, one heading of each section, and heads in its tables", "[postmortem]") {
    const auto doc = draft_of(search_outage());
    const std::string html = postmortem::to_html(doc, "/incident ");
    for (const auto* part : {"<html lang=\"en\">", "<header>", "<main>", "<nav aria-label=\"Sections\">",
                             "<h1 ", "name=\"viewport\"", "color-scheme:light dark", "default-src 'none'",
                             "<th scope=\"col\">", "<th scope=\"row\"", "What is missing"}) {
        INFO(part);
        CHECK(has(html, part));
    }
    for (const auto& part : doc.sections) {
        INFO(part.id);
        CHECK(has(html, "<section id=\"s-" + part.id + "\" aria-labelledby=\"h-" + part.id + "\">"));
        CHECK(has(html, "<a href=\"#s-" + part.id + "\">"));
    }
    CHECK(has(html, "<code>/incident answer Q2 TEXT</code>"));
}

TEST_CASE("No word of a person becomes markup", "[postmortem]") {
    const std::string evil = "</td></li><script>alert('1')</script>\" onload=\"x &amp; <!-- ";
    const std::string safe = "&lt;/td&gt;&lt;/li&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot; "
                             "onload=&quot;x &amp;amp; &lt;!--";
    Story s;
    s.at("10:05", "<b>ivo</b>").declare(Severity::sev2, evil, evil);
    s.at("10:06").then(NoteAdded{1, evil});
    s.at("10:07").then(ImpactStarted{1, ImpactLevel::down, evil});
    s.at("10:08").then(HypothesisStated{1, evil});
    s.at("10:09").then(RoleTaken{evil, s.person("<b>ivo</b>"), "<b>ivo</b>"});
    s.at("10:10").then(ActionAdded{1, {}, no_instant, ActionType::none, "", evil, evil});
    s.at("10:11").then(EvidenceTaken{1, evil, evil, evil});
    s.at("10:12").update(Audience::internal, evil, minutes{30});
    s.at("10:13").then(PhaseChanged{Phase::none, Phase::eradication, evil});
    s.at("10:14").then(SectionEdited{"summary", evil, ""});
    for (const auto* layout : postmortem::all_layouts()) {
        const std::string html = html_of(s, layout->name);
        INFO(layout->name);
        CHECK(complaint(html).empty());
        CHECK(has(html, safe));
        for (const auto* bad : {"<script", "<b>", "onload=\"", "<!--"}) CHECK_FALSE(has(html, bad));
    }
}
