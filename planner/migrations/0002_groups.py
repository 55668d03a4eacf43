from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITERS = ('view_safetyfactor',)
PUBLISHERS = (*WRITERS, 'add_safetyfactor', 'change_safetyfactor')


def add_safety_factors(apps, schema_editor):
    """Let the groups of the guides see safety factors too, and publishers change them."""
    config = apps.get_app_config('planner')
    # As in the guides' migration: the stand-in for an app needs this sign of models.
    config.models_module = getattr(config, 'models_module', True)
    create_permissions(config, apps=apps, verbosity=0)

    Group, Permission = (apps.get_model('auth', name) for name in ('Group', 'Permission'))
    # A group that somebody made by hand under that name stays as it is; ours may see revisions.
    ours = Group.objects.filter(permissions__codename='view_revision')
    for name, codenames in {'Writers': WRITERS, 'Publishers': PUBLISHERS}.items():
        for group in ours.filter(name=name):
            group.permissions.add(
                *Permission.objects.filter(
                    content_type__app_label='planner', codename__in=codenames
                )
            )


class Migration(migrations.Migration):

    dependencies = [
        ('planner', '0001_initial'),
        ('guides', '0009_groups'),
    ]

    operations = [
        # On the way back what the groups may do stays, as the groups do.
        migrations.RunPython(add_safety_factors, migrations.RunPython.noop),
    ]
