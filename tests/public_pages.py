"""What is the same for everybody, and how it says so."""

PUBLIC = [
    "/",
    "/guides/",
    "/guides/muscle-soreness/",
    "/guides/kratom-alkaloids/",
    "/guides/sleep-and-recovery/",
    "/guides/sleep-and-recovery/sources/",
    "/guides/sleep-and-recovery/print/",
    "/help/",
    "/planner/",
    "/evidence/",
    "/evidence/doms-peak/",
    "/claims-checked/",
    "/glossary/",
    "/changes/",
    "/about/",
    "/about/how-we-grade/",
    "/about/who-writes/",
    "/about/money/",
    "/about/privacy/",
    "/about/accessibility/",
    "/about/corrections/",
    "/about/self-assessment/",
    "/feed/",
    "/sitemap.xml",
]

KEPT_BY_ANYBODY = "public, s-maxage=1, max-age=0, stale-while-revalidate=1, stale-if-error=86400"
