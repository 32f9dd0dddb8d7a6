"""The player for flows in Python: makes the moves of a behaviour test, one after the other."""

import _thread
import datetime
import random
import secrets
import time
import uuid

import flow_api


class Player:
    def __init__(self, system, this, inputs):
        self.system = system
        self.this = this
        self.inputs = inputs
        self.known = {}
        self.caught = None
        self.given = None
        self.over = False

    def play(self, moves):
        for move in moves:
            if self.over:
                return
            result = getattr(self, 'do_' + move['do'])(move)
            if 'into' in move:
                self.known[move['into']] = result

    # ---------------------------------------------------------------- children

    def do_flow(self, move):
        inputs = {key: self.value(value) for key, value in move.get('inputs', {}).items()}
        if 'moves' in move:
            inputs['moves'] = move['moves']
        options = {'run': move['how'] != 'create'}
        if move['how'] == 'start':
            options['wait'] = False
        if not move.get('unnamed'):
            options['name'] = move.get('name', move['label'])
        for name in ('wait', 'priority', 'timeout', 'idempotency_key', 'orphan', 'init', 'version'):
            if name in move:
                options[name] = move[name]
        options.update(self.retried(move))
        if 'total_timeout' in move:
            options['options'] = flow_api.Options(total_timeout=move['total_timeout'])
        creator = self.this
        for wrapper, given in move.get('using', ()):
            creator = creator.using(wrapper, **given)
        if 'clone' in move:
            if inputs:
                options['inputs'] = inputs
            child = self.known[move['clone']].clone(**options)
        elif 'flow' in move:
            child = creator.flow(move['flow'], inputs=inputs, **options)
        elif 'connector' in move:
            child = creator.connect(move['connector'], inputs=inputs, **options)
        else:
            child = creator.connect(
                connector_type=move['connector_type'], inputs=inputs, **options)
        self.known[move['label']] = child
        return child

    def retried(self, move):
        """The keyword ``retry`` of a move: how often, or the fields of a policy."""
        retry = move.get('retry')
        if not isinstance(retry, dict):
            return {} if retry is None else {'retry': retry}
        fields = dict(retry)
        if isinstance(fields.get('backoff'), dict):
            fields['backoff'] = flow_api.Exponential(**fields['backoff'])
        verdict = fields.pop('verdict', None)
        if verdict is not None:
            def judge(failure):
                print('judged', failure.name, failure.attempts)
                if verdict == 'raise':
                    raise Unusual('cannot decide')
                return failure.message == verdict

            fields['retry_if'] = judge
        return {'retry': flow_api.Retry(**fields)}

    def do_run_wrapped(self, move):
        options = self.options(move, 'wait', 'timeout')
        if 'inputs' in move:
            options['inputs'] = {**self.value(move['inputs']), **self.options(move, 'moves')}
        return self.this.run_wrapped(**options)

    def do_launch(self, move):
        return self.known[move['on']].run_async()

    def do_launch_and_wait(self, move):
        return self.known[move['on']].run()

    def do_know(self, move):
        given = self.value(move['id'])
        found = self.system.execution(given) if isinstance(given, str) else given
        self.known[move['label']] = found
        return found

    # ---------------------------------------------------------------- waiting

    def do_wait_for(self, move):
        targets = [each for label in move['on'] for each in self.executions(label)]
        return self.this.wait_for(*targets, **self.options(move, 'return_when', 'timeout'))

    def do_wait_on(self, move):
        return self.known[move['on']].wait(**self.options(move, 'timeout'))

    def do_sleep(self, move):
        self.this.sleep(move['seconds'])

    def do_sleep_until(self, move):
        self.this.sleep_until(move['at'])

    def do_message(self, move):
        options = self.options(move, 'wait', 'timeout', 'message_type', 'name', 'init')
        options[move['kind']] = move['text']
        return self.this.message(move['subject'], **options)

    def do_await_answer(self, move):
        return self.known[move['on']].wait(**self.options(move, 'timeout'))

    def do_receive(self, move):
        return self.this.receive(move['name'], **self.options(move, 'timeout'))

    def do_send(self, move):
        target = self.this if move['on'] == 'self' else self.known[move['on']]
        target.send(move['name'], self.value(move['value']), **self.options(move, 'id'))

    def do_continue_as(self, move):
        inputs = {key: self.value(value) for key, value in move.get('inputs', {}).items()}
        self.this.continue_as(moves=move['moves'], **inputs)

    # ---------------------------------------------------------------- steering and ending

    def do_pause(self, move):
        self.known[move['on']].pause()

    def do_cancel(self, move):
        self.known[move['on']].cancel()

    def do_pause_self(self, move):
        self.this.pause()

    def do_cancel_self(self, move):
        self.this.cancel()

    def do_success(self, move):
        return self.this.success(move['message'])

    def do_error(self, move):
        return self.this.error(move['message'])

    def do_raise(self, move):
        raise RuntimeError(move['message'])

    def do_raise_unless(self, move):
        if self.value(move['value']) != move['expected']:
            raise RuntimeError(move['message'])

    def do_give(self, move):
        self.given = self.value(move['value'])
        self.over = True

    # ---------------------------------------------------------------- speaking

    def do_put(self, move):
        self.this.set_output(move['key'], self.value(move['value']))

    def do_put_all(self, move):
        self.this.set_output(move['outputs'])

    def do_save(self, move):
        self.this.save(**move['fields'])

    def do_save_on(self, move):
        self.known[move['on']].save(**move['fields'])

    def do_log(self, move):
        self.this.log(*[self.value(each) for each in move['values']])

    def do_step(self, move):
        def body():
            if flow_api.attempt() < move.get('until', 1000) and 'fails' in move:
                raise Unusual(move['fails'])
            time.sleep(move.get('naps', 0))
            if move.get('unstorable'):
                return {1}
            if move.get('calls'):
                self.this.log('inside a step')
            return secrets.token_hex(16) if move.get('draws') else move.get('value')

        return flow_api.step(move['name'], body, **self.retried(move), **self.options(move, 'timeout'))

    # ---------------------------------------------------------------- records

    def record(self, form):
        if 'on' in form:
            return self.known[form['on']]
        return getattr(self.system, form['type'])(form['name'], **self.shown(form))

    def shown(self, form):
        return {
            'all': {'allow_deleted': True},
            'deleted': {'allow_normal': False, 'allow_deleted': True},
        }.get(form.get('shown'), {})

    def do_record(self, move):
        return self.record(move)

    def do_save_record(self, move):
        return self.record(move).save(**self.value(move['fields']))

    def do_set_record(self, move):
        return self.record(move).set(**self.value(move['fields']))

    def do_save_set(self, move):
        return self.record(move).save()

    def do_save_content(self, move):
        file = self.system.file(move['name'])
        return getattr(file, f'save_{move["how"]}_content')(move['content'])

    def of_content(self, form):
        file = self.known[form['on']] if 'on' in form else self.system.file(form['name'])
        return getattr(file, f'get_{form["field"]}_content')()

    def do_clone_record(self, move):
        return self.record(move).clone(move['copy'], **self.value(move['fields']))

    def do_update_record(self, move):
        return self.record(move).update(**self.value(move['fields']))

    def do_delete_record(self, move):
        self.record(move).delete()

    def do_write_secret(self, move):
        self.system.vault_config(move['name']).write_secret(move['path'], move['secrets'])

    def do_save_message(self, move):
        return self.system.message(subject=move['subject'], request=move['subject']).save()

    def do_delete_execution(self, move):
        target = self.this if move['on'] == 'self' else self.known[move['on']]
        target.delete()

    def do_acquire(self, move):
        return self.record(move).acquire(**self.options(move, 'timeout'))

    def do_release(self, move):
        return self.record(move).release()

    def do_list(self, move):
        return self.system.executions(move['filter'], order=move['order'] or None)

    def do_list_records(self, move):
        listing = getattr(self.system, move['type'] + 's')
        return list(listing(move['filter'], order=move['order'] or None, **self.shown(move)))

    def of_each_field(self, form):
        return [each.get(form['field']) for each in self.known[form['of']]]

    # ---------------------------------------------------------------- control

    def do_try(self, move):
        if 'finally' in move:
            try:
                self.play(move['moves'])
            finally:
                self.play(move['finally'])
            return
        try:
            self.play(move['moves'])
        except flow_api.EngineException as e:
            self.caught = e

    def do_swallow(self, move):
        try:
            self.play(move['moves'])
        finally:
            return

    def do_each(self, move):
        for execution in self.executions(move['of']):
            self.known['each'] = execution
            self.play(move['moves'])

    # ---------------------------------------------------------------- values

    def options(self, move, *names):
        return {name: move[name] for name in names if name in move}

    def executions(self, label):
        known = self.known[label]
        return [known] if isinstance(known, flow_api.Execution) else list(known)

    def value(self, form):
        if isinstance(form, list):
            return [self.value(each) for each in form]
        if not isinstance(form, dict):
            return form
        if 'expr' not in form:
            return {key: self.value(each) for key, each in form.items()}
        return getattr(self, 'of_' + form['expr'])(form)

    def of_field(self, form):
        return self.known[form['of']].get(form['field'])

    def of_record_field(self, form):
        record = self.record(form)
        return record.load(form['field']) if form.get('fresh') else record.get(form['field'])

    def of_own(self, form):
        return self.this.get(form['field'])

    def of_exists(self, form):
        return self.record(form).exists()

    def of_secret(self, form):
        return self.system.secret(form['name'])

    def of_reference(self, form):
        return self.record(form)

    def of_known(self, form):
        return self.known[form['of']]

    def of_names(self, form):
        return [each.get('name') for each in self.executions(form['of'])]

    def of_response(self, form):
        return self.known[form['of']].get('response')

    def of_caught(self, form):
        if self.caught is None:
            return None
        if form['what'] == 'class':
            return type(self.caught).__name__
        if form['what'] == 'message':
            return self.caught.message
        return [each.get('id') for each in getattr(self.caught, 'executions', [])]

    def of_input(self, form):
        return self.inputs.get(form['key'])

    def of_inputs(self, form):
        return {key: value for key, value in self.inputs.items() if key != 'moves'}

    def of_now(self, form):
        return datetime.datetime.now(datetime.timezone.utc)

    def of_random(self, form):
        return random.random()

    def of_uuid(self, form):
        return str(uuid.uuid4())

    def of_stray(self, form):
        return _thread.get_ident()

    def of_unstorable(self, form):
        return {1}

    def of_patched(self, form):
        return self.this.patched(form['id'])

    def of_parent(self, form):
        parent = self.this.get('parent_execution_id')
        return None if parent is None else self.system.execution(parent).get('name')


class Unusual(Exception):
    """An error that nobody else knows."""


def handler(system, this, inputs):
    player = Player(system, this, inputs)
    player.play(inputs.get('moves', [{'do': 'run_wrapped'}]))
    return player.given
