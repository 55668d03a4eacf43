from django.contrib.auth.management import create_permissions
from django.db import migrations

CONTENT = ('guide', 'section', 'claim', 'popularclaim', 'source', 'term', 'notice')

WRITERS = {
    *(f'view_{model}' for model in (*CONTENT, 'revision')),
    # The admin keeps what readers see from whoever may not publish it, and new claims from readers.
    *('add_guide', 'change_guide', 'delete_guide'),
    *('add_section', 'change_section', 'delete_section'),
    *('add_claim', 'change_claim', 'add_source', 'change_source'),
}
PUBLISHERS = {
    *WRITERS,
    'publish_guide',
    *(f'{may}_{model}' for may in ('add', 'change', 'delete') for model in CONTENT),
}


def make_groups(apps, schema_editor):
    """Make the two groups. One that somebody made by hand under that name stays as it is."""
    config = apps.get_app_config('guides')
    # Permissions come after all migrations, and these groups before; without this sign of models
    # the stand-in that a migration has for an app gets none.
    config.models_module = getattr(config, 'models_module', True)
    create_permissions(config, apps=apps, verbosity=0)

    Group, Permission = (apps.get_model('auth', name) for name in ('Group', 'Permission'))
    for name, codenames in {'Writers': WRITERS, 'Publishers': PUBLISHERS}.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(
                Permission.objects.filter(
                    content_type__app_label='guides', codename__in=codenames
                )
            )


class Migration(migrations.Migration):

    dependencies = [
        ('guides', '0008_sign_off'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        # On the way back the groups stay: people are in them, and their permissions stay too.
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
