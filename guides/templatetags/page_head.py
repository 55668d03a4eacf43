"""What a page says of itself in its head."""

from django import template

register = template.Library()


@register.simple_block_tag
def words(content: str) -> str:
    """Keep what stands inside under a name: {% words as page_title %}…{% endwords %}.

    A block can be drawn once only; so its words can stand in several places of the head.
    """
    return content
