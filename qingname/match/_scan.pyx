# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
# cython: embedsignature=False, profile=False
"""The scanner: fold, lattices, walks, evidence and signs of one text, in C arrays and integers.

What it finds is what ``reference.py`` finds slowly; property tests hold the two to each other. It is made of tables
(``scanner.py`` makes them from a registry) and never changes, so that threads share it; the work of one text lives in
a ``Work`` of its own.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, qsort, realloc
from libc.string cimport memcpy, memset

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    uint32_t PyUnicode_READ(int kind, void* data, Py_ssize_t place) nogil
    object PyUnicode_FromKindAndData(int kind, const void* data, Py_ssize_t size)

include "scan/tables.pxi"
include "scan/memory.pxi"
include "scan/texts.pxi"
include "scan/fold.pxi"
include "scan/lattice.pxi"
include "scan/walk.pxi"
include "scan/whole.pxi"
include "scan/signs.pxi"
include "scan/idle.pxi"
include "scan/many.pxi"
include "scan/filling.pxi"


cdef class Scanner:
    """One registry's tables. ``scanner.py`` fills it in; it owns what it allocates and keeps what it views."""

    cdef list _kept
    cdef tuple _layers  # qingname.registry.Layer
    cdef object _match, _occurrence, _exact
    cdef Tables _t
    cdef Work _spare

    def __cinit__(self):
        self._kept = []
        self._layers = ()
        memset(&self._spare, 0, sizeof(Work))
        self._t._spelled_from = <uint8_t*>_zeros(SPACE, 1)
        memset(<void*>self._t._where_hit, 0, sizeof(self._t._where_hit))
        memset(<void*>self._t._where_word, 0, sizeof(self._t._where_word))
        memset(<void*>self._t._where_joined, 0, sizeof(self._t._where_joined))
        self._t._need_count[0] = self._t._need_count[1] = 0

    def __dealloc__(self):
        _free_tables(&self._t)
        _release(&self._spare)

    def set_folds(self, bytes pages, bytes values, bytes marks, bytes several, list ends):
        """Folding by code point (text/table.py); ``ends`` are the ends of addresses, of up to 6 letters."""
        self._t._end_count = len(ends)
        if len(ends) > 64:
            raise ValueError("there is room for 64 ends of addresses")
        for place, end in enumerate(ends):
            self._t._address_ends[<int32_t>place] = int.from_bytes(end.encode("ascii"), "big")
        self._t._pages = <const uint16_t*>self._view(pages)
        self._t._values = <const uint32_t*>self._view(values)
        self._t._marks = <const uint32_t*>self._view(marks)
        self._t._several = <const uint32_t*>self._view(several)

    def set_readings(self, dict rows, anchors, double sure):
        """What symbols may be read as: symbol → (look-alikes with score, (further parts, whole), digit or '')."""
        _set_readings(&self._t, rows, anchors, sure)

    def set_sounds(self, bytes codes, list symbols, list near, dict typed):
        """Syllables: number of each Han character's, the symbol of each number, what is nearly each, and pinyin → symbol."""
        self._t._sound_codes = <const uint16_t*>self._view(codes)
        _set_sounds(&self._t, symbols, near, typed)

    def add_layer(self, tries, columns, words, keys, uses):
        """One layer: its three tries (codes by symbol, arrays, groups), its forms, its keys, and the uses of its words."""
        cdef Layer* layer
        cdef const uint32_t* ends
        cdef Form* form
        cdef int32_t k, count
        if self._t._layer_count == self._t._layer_room:
            self._t._layers = <Layer*>_grown(self._t._layers, (self._t._layer_count + 1) * sizeof(Layer))
            self._t._layer_room += 1
        layer = &self._t._layers[self._t._layer_count]
        memset(layer, 0, sizeof(Layer))
        self._t._layer_count += 1
        self._fill(&layer.glyph, tries[0])
        self._fill(&layer.sound, tries[1])
        self._fill(&layer.word, tries[2])
        texts, text_ends, facts, roles, rests = columns
        layer.texts = <const uint32_t*>self._view(texts)
        ends = <const uint32_t*>self._view(text_ends)
        count = len(text_ends) // 4
        layer.forms = <Form*>_zeros(count + 1, sizeof(Form))
        layer.form_signs = <Signs*>_zeros(count + 1, sizeof(Signs))
        for k in range(count):
            layer.forms[k].text = ends[k - 1] if k else 0
            layer.forms[k].size = ends[k] - layer.forms[k].text
        _facts(layer, count, facts, roles, rests)
        count = len(words) // 4
        layer.word_signs = <Signs*>_zeros(count + 1, sizeof(Signs))
        layer.uses = <uint8_t*>_zeros(count + 1, 1)
        ends = <const uint32_t*>self._view(words)
        _mark_groups(layer.uses, ends, uses)
        edit_keys, edit_forms, order_keys, order_forms = keys
        layer.edit_keys = <const uint64_t*>self._view(edit_keys)
        layer.edit_forms = <const int32_t*>self._view(edit_forms)
        layer.edits = len(edit_keys) // 8
        layer.order_keys = <const uint64_t*>self._view(order_keys)
        layer.order_forms = <const int32_t*>self._view(order_forms)
        layer.orders = len(order_keys) // 8
        layer.known_keys = <uint8_t*>_zeros(1 << (64 - KEY_SHIFT), 1)
        layer.shortest, layer.longest = LONGEST, 0
        layer.openings = <uint8_t*>_zeros(1 << (64 - PAIR_SHIFT), 1)
        layer.endings = <uint8_t*>_zeros(1 << (64 - PAIR_SHIFT), 1)
        for k in range(layer.edits):
            form = &layer.forms[layer.edit_forms[k]]
            if form.size < 4:
                raise ValueError("a name with edit keys has four symbols at least")
            _set_bit(layer.openings, _pair(&layer.texts[form.text]), PAIR_SHIFT)
            _set_bit(layer.endings, _pair(&layer.texts[form.text + form.size - 2]), PAIR_SHIFT)
            _set_bit(layer.known_keys, layer.edit_keys[k], KEY_SHIFT)
            layer.shortest = min(layer.shortest, layer.forms[layer.edit_forms[k]].size)
            layer.longest = max(layer.longest, layer.forms[layer.edit_forms[k]].size)
        for k in range(layer.orders):
            _set_bit(layer.known_keys, layer.order_keys[k], KEY_SHIFT)
            layer.shortest = min(layer.shortest, layer.forms[layer.order_forms[k]].size)
            layer.longest = max(layer.longest, layer.forms[layer.order_forms[k]].size)

    cdef _fill(self, Trie* trie, tables):
        codes, base, check, value, ends, numbers = tables
        cdef int32_t symbol
        trie.codes = <int32_t*>_zeros(SPACE, sizeof(int32_t))
        for symbol, code in codes:
            trie.codes[symbol] = code
        trie.base = <const int32_t*>self._view(base)
        trie.check = <const int32_t*>self._view(check)
        trie.value = <const int32_t*>self._view(value)
        trie.ends = <const uint32_t*>self._view(ends)
        trie.numbers = <const int32_t*>self._view(numbers)

    def set_special(self, leads, places, suffixes):
        """First symbols of two-character leads, and the keys of plain places and reserved suffixes."""
        _set_special(&self._t, leads, places, suffixes)

    def set_results(self, layers, match, occurrence, exact):
        """The registry's layers, and what to make of what is found in them; ``exact`` is how a plain match is found."""
        self._layers, self._match, self._occurrence, self._exact = layers, match, occurrence, exact

    def set_signs(self, layers, hits, joined, words, texts, literals, needs, shared, always):
        """What rules wait for, as bits (``signs.py`` makes them).

        ``layers``: for each layer columns of form values and of word values, each (codes, signs of each value), all of which
        must agree; ``hits`` and ``joined``: signs that fit a place (4) and a way of reading (16); ``words``: signs that fit a
        place; ``texts``: (text sign, signs); ``literals``: (text, signs); ``needs``: for name and bio, sets of signs, each with
        the rules that it wakes, as bits.
        """
        _set_signs(&self._t, layers, hits, joined, words, texts, literals, needs, shared, always)

    cdef const void* _view(self, bytes content) except NULL:
        self._kept.append(content)
        return <const void*><const char*>content

    def read(self, str text, bint idle=False):
        """(hits, words, text signs, signs, symbols) of a raw text; None where only Python's fold knows their order.

        Hits that no match can come of are there only if ``idle``.
        The symbols are given where every character stands for itself, but for ASCII capitals, and then a hit that
        reads nothing otherwise is the match itself. Else they are None.
        """
        cdef Work w
        cdef int state
        w = self._spare  # room that an earlier text has left; who comes in between starts with none
        memset(&self._spare, 0, sizeof(Work))
        try:
            if _take(&w, text) < 0:
                raise MemoryError
            state = _raw(&self._t, &w)
            if state < 0:
                raise MemoryError
            if state:
                return None
            symbols = _as_written(&w, text)
            hits, words, shown, signs = self._found(&w, symbols is not None, idle)
            return hits, words, shown, signs, symbols
        finally:
            if self._spare.room or w.room > MOST_SPARE:
                _release(&w)
            else:
                self._spare = w

    def read_symbols(self, str symbols, bytes kinds, bint idle=False):
        """(hits, words, text signs, signs) of folded symbols; ``kinds`` has for each 1 if upper, 2 if lower, 4 if a gap precedes it."""
        cdef Work w
        cdef int32_t place
        cdef uint32_t kind
        memset(&w, 0, sizeof(Work))
        try:
            if _take(&w, symbols) < 0 or _room_for_text(&w, w.raw_size) < 0:
                raise MemoryError
            w.size = w.raw_size
            for place in range(w.size):
                kind = <uint8_t>kinds[place]
                w.symbols[place] = w.raw[place]
                w.kinds[place] = (
                    (UPPER if kind & 1 else 0) | (LOWER if kind & 2 else 0) | (GAP if kind & 4 else 0)
                    | (DECIMAL if chr(w.raw[place]).isdecimal() else 0)
                )
            w.text_signs = 0xFFFFFFFFU
            if _scan(&self._t, &w) < 0:
                raise MemoryError
            return self._found(&w, False, idle)
        finally:
            _release(&w)

    cdef object _found(self, Work* w, bint as_written, bint idle):
        cdef int32_t k, t
        cdef Hit* hit
        cdef list hits = [], words = []
        if w.hit_count > MOST_HITS or w.word_count > MOST_WORDS:
            _cut(w)
        elif idle:
            _sort(w)
        else:
            _drop_idle(&self._t, w)
        _sort_words(w)
        for k in range(w.hit_count):
            hit = &w.hits[k]
            if as_written and not hit.trail_size:
                entry, form = self._layers[hit.layer].named[hit.form]
                hits.append(self._match(entry, form, hit.start, hit.end, (), self._exact))
                continue
            trail = tuple(
                [
                    (w.trail[t].length, w.trail[t].technique, w.trail[t].glyph, w.trail[t].score)
                    for t in range(hit.trail, hit.trail + hit.trail_size)
                ]
            )
            hits.append(
                (hit.layer, hit.form, hit.start, hit.end, hit.seen, hit.heard, hit.typed, bool(hit.near), bool(hit.weak), trail)
            )
        for k in range(w.word_count):
            for word in self._layers[w.words[k].layer].words[w.words[k].group]:
                words.append(self._occurrence(word, w.words[k].start, w.words[k].end))
        return hits, words, w.text_signs, (<char*>&w.signs)[:sizeof(Signs)]

    def neighbours(self, str text, int32_t layer):
        """(forms one edit from ``text``, other forms of its symbols), by number."""
        cdef Work w
        cdef int32_t k, n
        cdef Layer* at = &self._t._layers[layer]
        cdef uint64_t before = 0, behind = 0, power = 1, order = 0
        cdef set edited = set(), ordered = set()
        memset(&w, 0, sizeof(Work))
        try:
            if _take(&w, text) < 0:
                raise MemoryError
            n = w.raw_size
            for k in range(n):
                order += _mix(w.raw[k])
                before = before * STEP + _mix(w.raw[k])
            _collect(&w, at, at.order_keys, at.order_forms, at.orders, order, False, ordered)
            _collect(&w, at, at.edit_keys, at.edit_forms, at.edits, before, True, edited)
            for k in range(n - 1, -1, -1):
                before = (before - _mix(w.raw[k])) * INVERSE
                _collect(&w, at, at.edit_keys, at.edit_forms, at.edits, before * power + behind, True, edited)
                behind += _mix(w.raw[k]) * power
                power *= STEP
            return edited, ordered
        finally:
            _release(&w)

    def woken(self, bytes name, bytes bio):
        """Rules, as bits, of which a trigger is complete in a name or bio with these signs; an empty bio is none."""
        cdef Signs name_signs, bio_signs
        memcpy(&name_signs, <const char*>name, sizeof(Signs))
        if not bio:
            return _wakes(&self._t, &name_signs, 0)
        memcpy(&bio_signs, <const char*>bio, sizeof(Signs))
        _share(&self._t, &name_signs, &bio_signs)
        return _wakes(&self._t, &name_signs, 0) | _wakes(&self._t, &bio_signs, 1)

    def suspects(self, list names, list bios, uint8_t[::1] into):
        """Set ``into[i]`` to 1 where account ``i`` may have a finding; ``bios`` is empty, or as long as ``names``."""
        cdef Work w, bio
        cdef Py_ssize_t place
        cdef int state
        memset(&w, 0, sizeof(Work))
        memset(&bio, 0, sizeof(Work))
        try:
            for place in range(len(names)):
                if _take(&w, names[place]) < 0 or (bios and _take(&bio, bios[place]) < 0):
                    raise MemoryError
                state = _judge(&self._t, &w, &bio)
                if state < 0:
                    raise MemoryError
                into[place] = state
        finally:
            _release(&w)
            _release(&bio)

    def suspects_utf8(
        self,
        const uint8_t[::1] names, const int64_t[::1] name_offsets, const uint8_t[::1] name_valid, int64_t name_first,
        const uint8_t[::1] bios, const int64_t[::1] bio_offsets, const uint8_t[::1] bio_valid, int64_t bio_first,
        uint8_t[::1] into,
    ):
        """The same for text in UTF-8: row ``i`` is ``[offsets[i], offsets[i + 1])``; no ``bio_offsets``: no bios.

        Where bit ``first + i`` of ``valid`` is 0 the row is empty; an empty ``valid`` has none such.
        """
        cdef Work w, bio
        cdef Py_ssize_t place, count = into.shape[0]
        cdef int state = 0
        cdef bint with_bios = bio_offsets.shape[0] > 0
        cdef const uint8_t* name_bytes = &names[0] if names.shape[0] else NULL
        cdef const uint8_t* bio_bytes = &bios[0] if bios.shape[0] else NULL
        memset(&w, 0, sizeof(Work))
        memset(&bio, 0, sizeof(Work))
        _within(name_offsets, names.shape[0], count)
        if with_bios:
            _within(bio_offsets, bios.shape[0], count)
        with nogil:
            for place in range(count):
                state = 0
                w.raw_size = bio.raw_size = 0
                if _is_valid(name_valid, name_first + place):
                    state = _decode(&w, name_bytes, name_offsets[place], name_offsets[place + 1])
                if state == 0 and with_bios and _is_valid(bio_valid, bio_first + place):
                    state = _decode(&bio, bio_bytes, bio_offsets[place], bio_offsets[place + 1])
                if state < 0:
                    break
                state = _judge(&self._t, &w, &bio)
                if state < 0:
                    break
                into[place] = state
        _release(&w)
        _release(&bio)
        if state < 0:
            raise MemoryError
