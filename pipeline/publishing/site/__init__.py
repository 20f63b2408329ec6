"""All articles as a small site of plain files, in all languages: pages, lists, feeds, and a map for search engines.

`build_site` takes values and gives the text of each file; reading editions, copying pictures and writing are done by
whoever calls it.
"""

from pipeline.publishing.site.building import build_site
from pipeline.publishing.site.values import Asset, Site, SiteArticle, SiteSettings

__all__ = ["Asset", "Site", "SiteArticle", "SiteSettings", "build_site"]
