"""The addresses of everything that is read: guides, evidence, words, and the pages about them."""

from django.urls import include, path

from guides.views import about, changes, evidence, glossary, guides, machines, search, sign_off

guide_pages = (
    [
        path("", guides.guide_list, name="list"),
        path("<slug:slug>/", guides.guide_detail, name="detail"),
        path("<slug:slug>/sources/", guides.guide_sources, name="sources"),
        path("<slug:slug>/print/", guides.guide_print, name="print"),
    ],
    "guides",
)

evidence_pages = (
    [
        path("evidence/", evidence.claim_list, name="list"),
        path("evidence/<slug:key>/", evidence.claim_detail, name="detail"),
        path("evidence.json", evidence.evidence_data, name="data"),
        path("evidence.schema.json", evidence.evidence_schema, name="schema"),
    ],
    "evidence",
)

about_pages = (
    [
        path("", about.about_index, name="index"),
        path("<slug:slug>/", about.about_page, name="page"),
    ],
    "about",
)

urlpatterns = [
    path("", guides.home, name="home"),
    path("help/", guides.help_page, name="help"),
    path("guides/", include(guide_pages)),
    path("", include(evidence_pages)),
    path("claims-checked/", evidence.claims_checked, name="claims_checked"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("search/", search.search, name="search"),
    path("changes/", changes.change_list, name="changes"),
    path("about/", include(about_pages)),
    path("sign-off/<str:token>/", sign_off.sign_off, name="sign_off"),
    path("sign-off/<str:token>/recorded/", sign_off.recorded, name="sign_off_recorded"),
    path("feed/", machines.feed, name="feed"),
    path("feed/safety/", machines.safety_feed, name="safety_feed"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap_part, name="sitemap_part"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
]
