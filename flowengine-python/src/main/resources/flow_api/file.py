"""A file with its content."""

from flow_api.exceptions import InvalidInputError
from flow_api.record import Record


class File(Record):
    """A file with its content. Saving content creates the file or replaces what was in it."""

    _type = 'file'

    def save_text_content(self, text):
        """Saves text, in UTF-8, and returns the file."""
        if not isinstance(text, str):
            raise InvalidInputError(
                f'save_text_content needs a str, was {type(text).__name__}; '
                'for bytes there is save_bytes_content')
        return self.save(content=text.encode('utf-8'))

    def save_bytes_content(self, content):
        """Saves bytes and returns the file."""
        if not isinstance(content, (bytes, bytearray)):
            raise InvalidInputError(
                f'save_bytes_content needs bytes, was {type(content).__name__}; '
                'for text there is save_text_content')
        return self.save(content=bytes(content))

    def save_base64_content(self, text):
        """Saves the bytes that a base64 text stands for, and returns the file."""
        if not isinstance(text, str):
            raise InvalidInputError(
                f'save_base64_content needs a str, was {type(text).__name__}')
        return self.save(content=text)

    def get_text_content(self):
        """Gives the content as text.

        :raises UnicodeDecodeError: if it is not UTF-8
        :raises ResourceNotFoundError: if the file does not exist
        """
        return self.get_bytes_content().decode('utf-8')

    def get_bytes_content(self):
        """Gives the content.

        :raises ResourceNotFoundError: if the file does not exist
        """
        version = self._run.call(
            'file.read', {'type': self._type, 'by': self._by, 'select': self._require_select()})
        return b''.join([
            self._run.call('file.chunk', {'content': version['id'], 'index': index})
            for index in range(version['chunks'])
        ])

    def get_base64_content(self):
        """Gives the content in base64.

        :raises ResourceNotFoundError: if the file does not exist
        """
        import binascii

        return binascii.b2a_base64(self.get_bytes_content(), newline=False).decode('ascii')

    def _value(self, field):
        if field == 'content' and field not in self._changed:
            return self.get_base64_content()
        return super()._value(field)
