import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=32, unique=True)),
                ('act_uid', models.CharField(max_length=32)),
                ('position', models.PositiveSmallIntegerField()),
                ('recorded_at', models.DateTimeField(db_index=True)),
                ('at', models.DateTimeField()),
                ('verb', models.CharField(max_length=80)),
                ('actor_type', models.CharField(choices=[('user', 'a person'), ('system', 'Concordat itself'), ('external', 'a person without an account'), ('command', 'a command on the server'), ('migration', 'an upgrade')], max_length=10)),
                ('actor_uid', models.CharField(max_length=40)),
                ('organisation_uid', models.CharField(blank=True, max_length=32)),
                ('collaborative_uid', models.CharField(blank=True, max_length=32)),
                ('audience', models.CharField(max_length=50)),
                ('object_type', models.CharField(max_length=60)),
                ('object_uid', models.CharField(max_length=32)),
                ('label', models.CharField(blank=True, max_length=250)),
                ('payload', models.TextField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['act_uid', 'position'], name='audit_event_act'), models.Index(fields=['object_uid', 'id'], name='audit_event_object'), models.Index(fields=['collaborative_uid', 'id'], name='audit_event_collaborative'), models.Index(fields=['audience', 'id'], name='audit_event_audience'), models.Index(fields=['actor_uid', 'id'], name='audit_event_actor'), models.Index(fields=['organisation_uid', 'id'], name='audit_event_organisation'), models.Index(fields=['verb', 'id'], name='audit_event_verb')],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=32, unique=True)),
                ('act_uid', models.CharField(db_index=True, max_length=32)),
                ('task', models.CharField(max_length=100)),
                ('arguments', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Delivered'), ('given_up', 'Given up')], default='waiting', max_length=10)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField()),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('last_error', models.TextField(blank=True)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at', 'id'], name='audit_outbox_waiting'), models.Index(fields=['state', '-id'], name='audit_outbox_state')],
            },
        ),
        migrations.CreateModel(
            name='PersonalValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=32, unique=True)),
                ('salt', models.BinaryField(max_length=16, null=True)),
                ('c', models.CharField(max_length=64)),
                ('value', models.TextField(null=True)),
                ('object_uid', models.CharField(max_length=32)),
                ('field', models.CharField(max_length=60)),
                ('retention', models.CharField(choices=[('record', 'As long as the record it belongs to'), ('security', '90 days')], max_length=10)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['object_uid', 'field', 'id'], name='audit_personal_value_field'), models.Index(fields=['retention', 'recorded_at'], name='audit_personal_value_due')],
            },
        ),
        migrations.CreateModel(
            name='StoredText',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('text', models.TextField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='PendingEvent',
            fields=[
                ('event', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='audit.event')),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
