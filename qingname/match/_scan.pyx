# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
# cython: embedsignature=False, profile=False
"""The scanner: fold, lattices, walks, evidence and signs of one text, in C arrays and integers.

What it finds is what ``reference.py`` finds slowly; property tests hold the two to each other. It is made of tables
(``scanner.py`` makes them from a registry) and never changes, so that threads share it; the work of one text lives in
a ``Work`` of its own.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memset

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_ssize_t PyUnicode_GET_LENGTH(object text)
    uint32_t PyUnicode_READ(int kind, void* data, Py_ssize_t place) nogil

# Symbols of the lattices: a code point, or SYLLABLES + the number of a syllable.
cdef enum:
    SYLLABLES = 0x110000
    SPACE = 0x110000 + 1024
    FIRST_HAN = 0x3400
    LAST_HAN = 0x9FFF
    LONGEST_SYLLABLE = 6
    NUMERAL_RUN = 3

# text/table.py, Reads
cdef enum:
    SYMBOL = 0x1FFFFF
    SEVERAL = 1 << 21
    DROPPED = 1 << 22
    GAP = 1 << 23
    UPPER = 1 << 24
    LOWER = 1 << 25
    DECIMAL = 1 << 26
    TURNS = 1 << 27
    APART = 1 << 28  # of a symbol: something was dropped before it
    LATIN = 1 << 29  # its raw character is a Latin letter or an ASCII digit

cdef enum:
    PLAIN = 0
    LOOK_ALIKE = 1
    SPLIT = 2
    NUMERAL = 3
    NEAR = 4
    PINYIN = 5

# scanner.py, ROLES
cdef enum:
    R_FULL = 0
    R_SHORT = 1
    R_AMBIGUOUS = 2
    R_FORMER = 3
    R_LATIN = 4
    R_ABBREVIATION = 5
    R_INITIALS = 6
    R_AFTER = 7
    R_BEFORE = 8

# scanner.py, FACTS
cdef enum:
    F_ASCII = 1
    F_WORD = 2
    F_PART = 4
    F_PLACE = 8
    F_COUNTRY = 16
    F_ORGAN = 32
    F_SLOT_C = 64
    F_SLOT_R = 128
    F_PROTECTED = 256
    F_POSES = 512
    F_EVERYDAY = 1024

# scanner.py, TEXT_SIGNS: bits of what a text as a whole shows
cdef enum:
    T_HIDDEN = 1
    T_NUMBER = 2
    T_ADDRESS = 4
    T_HANDLE = 8
    T_INVITES = 16
    T_SAME = 32
    T_PARTY = 64
    T_FLAG = 128
    T_DISGUISED = 256
    T_CHAIN = 512
    T_TILED = 1024
    T_LEAD = 2048
    T_ASK = 4096
    T_SWAPPED = 8192
    T_TWICE = 16384
    T_LIMITED = 32768
    T_LABEL = 65536
    T_DIGITS = 131072
    T_NEIGHBOUR = 262144

# text/marks.py, Mark
cdef enum:
    M_HIDDEN = 1
    M_SELECTOR = 2
    M_JOINER = 4
    M_EMOJI = 8
    M_BEARER = 16
    M_PILED = 32
    M_DISGUISED = 64
    M_DIGIT = 128
    M_MASK = 256
    M_WORD = 512
    M_ALNUM = 1024
    M_MIXED = 2048
    M_POINT = 4096
    M_AT = 8192
    M_COLON = 16384
    M_BRACKET = 32768
    M_LABEL = 65536
    M_NOTHING = 131072
    M_INVITES = 262144
    M_SAME = 524288
    M_PARTY = 1048576
    M_FLAG = 2097152

cdef uint64_t STEP = 0x9E3779B97F4A7C15U  # registry/keys.py
cdef uint64_t INVERSE = 17428512612931826493U  # STEP * INVERSE is 1 modulo 2^64
cdef enum:
    KEY_SHIFT = 64 - 17  # 2^17 bytes, a bit for the first 20 bits of a key: 1 in 12 is set
    SET_SHIFT = 64 - 15
    PAIR_SHIFT = 64 - 13
    LONGEST = 50000000  # characters of one text
    MOST_NEEDS = 256


cdef struct Signs:
    uint64_t low
    uint64_t high
    uint64_t more


cdef struct Edge:
    int32_t symbol
    int32_t length
    int32_t glyph
    int32_t technique
    double score


cdef struct Row:  # what a symbol may be read as
    int32_t look_start
    int32_t look_end
    int32_t part_start
    int32_t part_end
    int32_t digit


cdef struct Part:  # further parts of a split character, and the whole
    int32_t start
    int32_t count
    int32_t whole


cdef struct Trie:
    int32_t* codes  # by symbol; 0 is none
    const int32_t* base
    const int32_t* check
    const int32_t* value
    const uint32_t* ends
    const int32_t* numbers


cdef struct Form:
    uint32_t text
    uint16_t size
    uint16_t facts
    uint8_t role
    uint8_t rest


cdef struct Layer:
    Trie glyph
    Trie sound
    Trie word
    const uint32_t* texts
    Form* forms
    Signs* form_signs
    Signs* word_signs
    uint8_t* claiming
    const uint64_t* edit_keys
    const int32_t* edit_forms
    Py_ssize_t edits
    const uint64_t* order_keys
    const int32_t* order_forms
    Py_ssize_t orders
    int32_t shortest  # name with an edit key, in symbols
    int32_t longest
    uint8_t* openings  # a bit for the first two symbols of each name with edit keys
    uint8_t* endings  # for the last two
    uint8_t* known_keys  # a bit for the upper bits of each key of both indexes


cdef struct Hit:
    int32_t layer
    int32_t form
    int32_t start
    int32_t end
    int32_t seen
    int32_t heard
    int32_t typed
    int32_t near
    int32_t weak
    int32_t split
    int32_t trail
    int32_t trail_size


cdef struct Node:  # a path through the lattice, backwards
    int32_t parent
    int32_t edge


cdef struct Open:  # a place that a walk has still to go on from
    int32_t node
    int32_t place
    int32_t path


cdef struct Occurrence:
    int32_t start
    int32_t end
    int32_t layer
    int32_t group


cdef struct Span:
    int32_t start
    int32_t end


cdef struct Work:
    int32_t raw_size
    uint32_t* raw
    int32_t raw_room
    int32_t size
    int32_t* symbols
    uint32_t* kinds  # UPPER, LOWER, DECIMAL of each symbol; GAP where a gap is seen before it
    uint8_t* bounds
    int32_t* glyph_start
    int32_t* sound_start
    uint64_t* mixed
    uint8_t* reach
    int32_t room
    Edge* edges
    int32_t edge_count
    int32_t edge_room
    int32_t* codes  # of each edge's symbol, in the trie that is walked
    int32_t code_room
    Node* nodes
    int32_t node_count
    int32_t node_room
    Open* opens
    int32_t open_room
    Hit* hits
    int32_t hit_count
    int32_t hit_room
    Edge* trail
    int32_t trail_count
    int32_t trail_room
    int32_t* reversed
    int32_t reversed_room
    Occurrence* words
    int32_t word_count
    int32_t word_room
    Span* joins
    int32_t join_count
    int32_t join_room
    uint32_t text_signs
    Signs signs


cdef inline int _room(void** array, int32_t* room, int32_t wanted, size_t size) noexcept nogil:
    return 0 if wanted <= room[0] else _more_room(array, room, wanted, size)


cdef int _more_room(void** array, int32_t* room, int32_t wanted, size_t size) noexcept nogil:
    cdef int32_t larger
    cdef void* grown
    larger = wanted + wanted // 2 + 32
    grown = realloc(array[0], larger * size)
    if grown == NULL:
        return -1
    array[0] = grown
    room[0] = larger
    return 0


cdef int _room_for_text(Work* w, int32_t wanted) noexcept nogil:
    """Room for ``wanted`` symbols and one place behind the last, in all arrays that have one item a symbol."""
    cdef int32_t larger
    cdef void* grown
    if wanted + 1 <= w.room:
        return 0
    larger = wanted + wanted // 2 + 64
    w.room = 0
    grown = realloc(w.symbols, larger * sizeof(int32_t))
    if grown == NULL:
        return -1
    w.symbols = <int32_t*>grown
    grown = realloc(w.kinds, larger * sizeof(uint32_t))
    if grown == NULL:
        return -1
    w.kinds = <uint32_t*>grown
    grown = realloc(w.bounds, larger)
    if grown == NULL:
        return -1
    w.bounds = <uint8_t*>grown
    grown = realloc(w.glyph_start, larger * sizeof(int32_t))
    if grown == NULL:
        return -1
    w.glyph_start = <int32_t*>grown
    grown = realloc(w.sound_start, larger * sizeof(int32_t))
    if grown == NULL:
        return -1
    w.sound_start = <int32_t*>grown
    grown = realloc(w.mixed, larger * sizeof(uint64_t))
    if grown == NULL:
        return -1
    w.mixed = <uint64_t*>grown
    grown = realloc(w.reach, larger)
    if grown == NULL:
        return -1
    w.reach = <uint8_t*>grown
    w.room = larger
    return 0


cdef void _release(Work* w) noexcept nogil:
    free(w.raw)
    free(w.symbols)
    free(w.kinds)
    free(w.bounds)
    free(w.glyph_start)
    free(w.sound_start)
    free(w.mixed)
    free(w.reach)
    free(w.edges)
    free(w.codes)
    free(w.nodes)
    free(w.opens)
    free(w.hits)
    free(w.trail)
    free(w.reversed)
    free(w.words)
    free(w.joins)


cdef inline uint64_t _mix(uint64_t code) noexcept nogil:
    cdef uint64_t mixed = code * STEP
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU
    return mixed ^ (mixed >> 31)


cdef inline int _class_of(int32_t symbol, uint32_t kind) noexcept nogil:
    """0 a Latin letter, 1 a decimal digit, 2 anything else."""
    if 97 <= symbol <= 122:
        return 0
    return 1 if kind & DECIMAL else 2


cdef class Scanner:
    """One registry's tables. ``scanner.py`` fills it in; it owns what it allocates and keeps what it views."""

    cdef list _kept
    cdef const uint16_t* _pages
    cdef const uint32_t* _values
    cdef const uint32_t* _marks
    cdef const uint32_t* _several
    cdef uint64_t _address_ends[64]
    cdef int32_t _end_count
    cdef uint16_t* _row_of
    cdef Row* _rows
    cdef int32_t _row_count
    cdef Edge* _looks
    cdef Part* _parts
    cdef int32_t* _part_symbols
    cdef const uint16_t* _sound_codes
    cdef int32_t* _sound_symbols
    cdef int32_t* _near_ends
    cdef int32_t* _near
    cdef int32_t* _letters
    cdef int32_t* _letter_ends
    cdef uint8_t* _anchors
    cdef uint8_t* _leads
    cdef Layer* _layers
    cdef int32_t _layer_count
    cdef int32_t _layer_room
    cdef Signs _where_hit[4][16]
    cdef Signs _where_word[8]
    cdef Signs _where_joined[4][16]
    cdef uint32_t _text_sign_of[64]
    cdef Signs _text_sign_bits[64]
    cdef int32_t _text_sign_count
    cdef Signs _needs[2][256]
    cdef int32_t _need_count[2]
    cdef bint _needs_nothing[2]
    cdef Signs _shared
    cdef uint32_t _always  # text signs that every text has
    cdef uint64_t _rules[2][256]
    cdef uint8_t* _spelled_from
    cdef int32_t _literals[32][8]
    cdef int32_t _literal_sizes[32]
    cdef Signs _literal_signs[32]
    cdef int32_t _literal_count
    cdef Signs _lead_signs
    cdef Signs _swap_signs
    cdef uint8_t* _edges_of  # 1: begins a plain place, 2: ends a reserved suffix
    cdef uint8_t* _place_keys
    cdef uint8_t* _suffix_keys
    cdef double _sure

    def __cinit__(self):
        self._kept = []
        self._spelled_from = <uint8_t*>_zeros(SPACE, 1)
        memset(<void*>self._where_hit, 0, sizeof(self._where_hit))
        memset(<void*>self._where_word, 0, sizeof(self._where_word))
        memset(<void*>self._where_joined, 0, sizeof(self._where_joined))
        self._need_count[0] = self._need_count[1] = 0

    def __dealloc__(self):
        cdef int32_t number
        for number in range(self._layer_count):
            free(self._layers[number].glyph.codes)
            free(self._layers[number].sound.codes)
            free(self._layers[number].word.codes)
            free(self._layers[number].forms)
            free(self._layers[number].form_signs)
            free(self._layers[number].word_signs)
            free(self._layers[number].claiming)
            free(self._layers[number].known_keys)
            free(self._layers[number].openings)
            free(self._layers[number].endings)
        free(self._layers)
        free(self._row_of)
        free(self._rows)
        free(self._looks)
        free(self._parts)
        free(self._part_symbols)
        free(self._sound_symbols)
        free(self._near_ends)
        free(self._near)
        free(self._letters)
        free(self._letter_ends)
        free(self._anchors)
        free(self._leads)
        free(self._spelled_from)
        free(self._edges_of)
        free(self._place_keys)
        free(self._suffix_keys)

    # ------------------------------------------------------------------ filling in

    def set_folds(self, bytes pages, bytes values, bytes marks, bytes several, list ends):
        """Folding by code point (text/table.py); ``ends`` are the ends of addresses, of up to 6 letters."""
        self._end_count = len(ends)
        if len(ends) > 64:
            raise ValueError("there is room for 64 ends of addresses")
        for place, end in enumerate(ends):
            self._address_ends[<int32_t>place] = int.from_bytes(end.encode("ascii"), "big")
        self._pages = <const uint16_t*>self._view(pages)
        self._values = <const uint32_t*>self._view(values)
        self._marks = <const uint32_t*>self._view(marks)
        self._several = <const uint32_t*>self._view(several)

    def set_readings(self, dict rows, anchors, double sure):
        """What symbols may be read as: symbol → (look-alikes with score, (further parts, whole), digit or '')."""
        cdef int32_t row = 0, look = 0, part = 0, symbol = 0
        self._row_of = <uint16_t*>_zeros(SPACE, sizeof(uint16_t))
        self._anchors = <uint8_t*>_zeros(SPACE, 1)
        self._rows = <Row*>_zeros(len(rows) + 1, sizeof(Row))
        self._looks = <Edge*>_zeros(sum([len(looks) for looks, _, _ in rows.values()]) + 1, sizeof(Edge))
        self._parts = <Part*>_zeros(sum([len(parts) for _, parts, _ in rows.values()]) + 1, sizeof(Part))
        self._part_symbols = <int32_t*>_zeros(
            sum([len(text) for _, parts, _ in rows.values() for text, _ in parts]) + 1, sizeof(int32_t)
        )
        for char, (looks, parts, digit) in rows.items():
            row += 1
            self._row_of[<uint32_t>ord(char)] = row
            self._rows[row].look_start = look
            for anchor, score in looks:
                self._looks[look].symbol = self._looks[look].glyph = ord(anchor)
                self._looks[look].length, self._looks[look].technique = 1, LOOK_ALIKE
                self._looks[look].score = score
                look += 1
            self._rows[row].look_end = look
            self._rows[row].part_start = part
            for text, whole in parts:
                self._parts[part].start, self._parts[part].count = symbol, len(text)
                self._parts[part].whole = ord(whole)
                for one in text:
                    self._part_symbols[symbol] = ord(one)
                    symbol += 1
                part += 1
            self._rows[row].part_end = part
            self._rows[row].digit = ord(digit) if digit else 0
        for char in anchors:
            self._anchors[<uint32_t>ord(char)] = 1
        self._sure = sure

    def set_sounds(self, bytes codes, list symbols, list near, dict typed):
        """Syllables: number of each Han character's, the symbol of each number, what is nearly each, and pinyin → symbol."""
        cdef int32_t k, place = 0, node, count = 1, child
        self._sound_codes = <const uint16_t*>self._view(codes)
        self._sound_symbols = <int32_t*>_zeros(len(symbols) + 1, sizeof(int32_t))
        self._near_ends = <int32_t*>_zeros(len(symbols) + 1, sizeof(int32_t))
        self._near = <int32_t*>_zeros(sum([len(each) for each in near]) + 1, sizeof(int32_t))
        for k in range(len(symbols)):
            self._sound_symbols[k] = symbols[k]
            for symbol in near[k]:
                self._near[place] = symbol
                place += 1
            self._near_ends[k] = place
        self._letters = <int32_t*>_zeros((sum([len(each) for each in typed]) + 1) * 26, sizeof(int32_t))
        self._letter_ends = <int32_t*>_zeros(sum([len(each) for each in typed]) + 1, sizeof(int32_t))
        for syllable, symbol in typed.items():
            node = 0
            for letter in syllable:
                child = node * 26 + <int32_t>ord(letter) - 97
                if not self._letters[child]:
                    self._letters[child] = count
                    count += 1
                node = self._letters[child]
            self._letter_ends[node] = symbol

    def add_layer(self, tries, columns, words, keys, claiming):
        """One layer: its three tries (codes by symbol, arrays, groups), its forms, its keys, and its claiming words."""
        cdef Layer* layer
        cdef const uint32_t* ends
        cdef Form* form
        cdef int32_t k, count
        if self._layer_count == self._layer_room:
            self._layers = <Layer*>_grown(self._layers, (self._layer_count + 1) * sizeof(Layer))
            self._layer_room += 1
        layer = &self._layers[self._layer_count]
        memset(layer, 0, sizeof(Layer))
        self._layer_count += 1
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
        self._facts(layer, count, facts, roles, rests)
        count = len(words) // 4
        layer.word_signs = <Signs*>_zeros(count + 1, sizeof(Signs))
        layer.claiming = <uint8_t*>_zeros(count + 1, 1)
        ends = <const uint32_t*>self._view(words)
        _mark_groups(layer.claiming, ends, count, claiming)
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

    cdef _facts(self, Layer* layer, int32_t count, list facts, roles, rests):
        """Facts of each form: of several columns (codes, fact of each value) the bits; its role; the length of its rest."""
        cdef int32_t k, value
        cdef const uint16_t* codes
        cdef uint16_t of[65536]
        for content, bits in facts:
            codes = <const uint16_t*><const char*>(<bytes>content)
            for value in range(len(bits)):
                of[value] = bits[value]
            for k in range(count):
                layer.forms[k].facts |= of[codes[k]]
        content, numbers = roles
        codes = <const uint16_t*><const char*>(<bytes>content)
        for value in range(len(numbers)):
            of[value] = numbers[value]
        for k in range(count):
            layer.forms[k].role = <uint8_t>of[codes[k]]
        content, numbers = rests
        codes = <const uint16_t*><const char*>(<bytes>content)
        for value in range(len(numbers)):
            of[value] = numbers[value]
        for k in range(count):
            layer.forms[k].rest = <uint8_t>of[codes[k]]

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
        self._leads = <uint8_t*>_zeros(SPACE, 1)
        for char in leads:
            self._leads[<uint32_t>ord(char)] = 1
        self._place_keys = <uint8_t*>_zeros(1 << (64 - SET_SHIFT), 1)
        self._suffix_keys = <uint8_t*>_zeros(1 << (64 - SET_SHIFT), 1)
        self._edges_of = <uint8_t*>_zeros(SPACE, 1)
        for text in places:
            self._edges_of[<uint32_t>ord(text[0])] |= 1
            _set_bit(self._place_keys, _key_of(text), SET_SHIFT)
        for text in suffixes:
            self._edges_of[<uint32_t>ord(text[len(text) - 1])] |= 2
            _set_bit(self._suffix_keys, _key_of(text), SET_SHIFT)

    def set_signs(self, layers, hits, joined, words, texts, literals, needs, shared, always):
        """What rules wait for, as bits (``signs.py`` makes them).

        ``layers``: for each layer columns of form values and of word values, each (codes, signs of each value), all of which
        must agree; ``hits`` and ``joined``: signs that fit a place (4) and a way of reading (16); ``words``: signs that fit a
        place; ``texts``: (text sign, signs); ``literals``: (text, signs); ``needs``: for name and bio, sets of signs, each with
        the rules that it wakes, as bits.
        """
        cdef int32_t k, number, place, read
        cdef Layer* layer
        self._lead_signs = self._swap_signs = _signs_of(0)
        for number, (form_columns, word_columns, word_ends, leads) in enumerate(layers):
            layer = &self._layers[number]
            _agree(layer.form_signs, form_columns)
            _agree_groups(layer.word_signs, word_columns, word_ends)
            for form in leads:
                self._lead_signs.low |= layer.form_signs[<int32_t>form].low
                self._lead_signs.high |= layer.form_signs[<int32_t>form].high
                self._lead_signs.more |= layer.form_signs[<int32_t>form].more
            for k in range(len(form_columns[0][0]) // 2):
                if layer.forms[k].role == R_AFTER and layer.forms[k].facts & F_SLOT_R and layer.forms[k].facts & F_PROTECTED:
                    self._swap_signs.low |= layer.form_signs[k].low
                    self._swap_signs.high |= layer.form_signs[k].high
                    self._swap_signs.more |= layer.form_signs[k].more
        for place in range(8):
            self._where_word[place] = _signs_of(words[place])
        for place in range(4):
            for read in range(16):
                self._where_hit[place][read] = _signs_of(hits[place][read])
                self._where_joined[place][read] = _signs_of(joined[place][read])
        self._text_sign_count = 0
        for sign, bits in texts:
            self._text_sign_of[self._text_sign_count] = sign
            self._text_sign_bits[self._text_sign_count] = _signs_of(bits)
            self._text_sign_count += 1
        memset(self._spelled_from, 0, SPACE)
        if len(literals) > 32 or any([len(text) > 8 for text, _ in literals]):
            raise ValueError("there is room for 32 literals of 8 symbols")
        self._literal_count = len(literals)
        for k, (text, bits) in enumerate(literals):
            self._spelled_from[<uint32_t>ord(text[0])] = 1
            self._literal_sizes[k] = len(text)
            self._literal_signs[k] = _signs_of(bits)
            for place in range(len(text)):
                self._literals[k][place] = ord(text[place])
        for k in range(2):
            if len(needs[k]) > MOST_NEEDS:
                raise ValueError(f"{len(needs[k])} triggers; there is room for {MOST_NEEDS}")
            self._need_count[k] = len(needs[k])
            self._needs_nothing[k] = False
            for place, bits in enumerate(needs[k]):
                self._needs[k][place] = _signs_of(bits[0])
                self._rules[k][place] = bits[1]
                self._needs_nothing[k] = self._needs_nothing[k] or not bits[0]
        self._shared = _signs_of(shared)
        self._always = always

    cdef const void* _view(self, bytes content) except NULL:
        self._kept.append(content)
        return <const void*><const char*>content

    # ------------------------------------------------------------------ one text: fold

    cdef int _fold(self, Work* w) noexcept nogil:
        """Symbols, kinds and text signs of the raw text. -1: no memory; 1: the order of the text is turned round."""
        cdef int32_t place, size = 0, k, count, first
        cdef uint32_t code, value, mark, before = 0, shown = 0
        cdef uint32_t gap = 0, kind, signs = self._always
        cdef int32_t digits = 0, masks = 0, words = 0, run = 0, longest = 0, piled = 0, turned = 0
        cdef Py_ssize_t slot
        if _room_for_text(w, w.raw_size) < 0:
            return -1
        for place in range(w.raw_size):
            code = w.raw[place]
            slot = (<Py_ssize_t>self._pages[code >> 8] << 8) | (code & 255)
            value = self._values[slot]
            mark = self._marks[slot]
            if mark:
                shown |= mark
                if mark & M_WORD:
                    words += 1
                    run += 4 if mark & M_MIXED else 1
                    longest = max(longest, run)
                elif not mark & M_NOTHING:
                    run = 0
                if mark & (M_DIGIT | M_MASK):
                    masks += (mark & M_MASK) != 0
                    if mark & M_DIGIT:
                        digits += 4 if value & SEVERAL or mark & M_MIXED else 1
                if mark & M_PILED:
                    piled += 1
                    if piled == 3:
                        signs |= T_HIDDEN
                else:
                    piled = 0
                if mark & (M_SELECTOR | M_JOINER | M_HIDDEN) and self._is_hidden(w, place, mark, before):
                    signs |= T_HIDDEN
            else:
                piled = run = 0
            before = mark
            if value & DROPPED:
                gap |= value & GAP | APART
                turned |= (value & TURNS) != 0
                continue
            kind = value & (UPPER | LOWER) | (LATIN if mark & M_ALNUM else 0)
            if not value & SEVERAL:
                w.symbols[size] = value & SYMBOL
                w.kinds[size] = kind | (value & DECIMAL) | gap
                size += 1
            else:
                first = value & SYMBOL
                count = self._several[first]
                if _room_for_text(w, size + count + w.raw_size - place) < 0:
                    return -1
                for k in range(count):
                    w.symbols[size] = self._several[first + 1 + k] & SYMBOL
                    w.kinds[size] = kind | (self._several[first + 1 + k] & DECIMAL) | (gap if k == 0 else 0)
                    size += 1
            gap = 0
        w.size = size
        if digits >= 10 or (digits >= 6 and masks >= 3):
            signs |= T_NUMBER
        if words >= 2:
            if shown & (M_POINT | M_AT | M_COLON | M_BRACKET) and (shown & M_MIXED or self._address(w)):
                signs |= T_ADDRESS
            if _spells_dot(w):
                signs |= T_ADDRESS
            if shown & M_LABEL or _spells_id(w):
                signs |= T_LABEL
        if longest >= 5 or digits >= 5:
            signs |= T_HANDLE
        if digits >= 2:
            signs |= T_DIGITS
        if shown & (M_INVITES | M_SAME | M_PARTY | M_FLAG | M_DISGUISED):
            signs |= T_INVITES if shown & M_INVITES else 0
            signs |= T_SAME if shown & M_SAME else 0
            signs |= T_PARTY if shown & M_PARTY else 0
            signs |= T_FLAG if shown & M_FLAG else 0
            signs |= T_DISGUISED if shown & M_DISGUISED else 0
        if turned:
            signs |= T_ASK
        w.text_signs = signs
        return turned

    cdef bint _is_hidden(self, Work* w, int32_t place, uint32_t mark, uint32_t before) noexcept nogil:
        """Whether a joiner or selector has nothing to join or to select; what Arabic and Indic scripts need counts too."""
        cdef uint32_t left = before
        if mark & M_HIDDEN:
            return True
        if mark & M_SELECTOR:
            return not before & M_BEARER
        if w.raw[place] != 0x200D or place == 0 or place + 1 >= w.raw_size:
            return True
        if w.raw[place - 1] == 0xFE0F:
            if place < 2:
                return True
            left = self._mark_of(w.raw[place - 2])
        return not (left & M_EMOJI and self._mark_of(w.raw[place + 1]) & M_EMOJI)

    cdef bint _address(self, Work* w) noexcept nogil:
        """Whether something that separates the parts of an address has such parts beside it."""
        cdef int32_t place, at, k, words = 0, skipped, size
        cdef uint32_t mark, following
        cdef uint64_t run
        for place in range(w.raw_size):
            mark = self._mark_of(w.raw[place])
            if mark & M_COLON and words >= 4:  # http
                return True
            if mark & (M_POINT | M_AT | M_BRACKET):
                at, skipped = place + 1, 0
                while at < w.raw_size and skipped <= 3:  # a closing bracket and spaces
                    following = self._mark_of(w.raw[at])
                    if following & M_WORD:
                        break
                    skipped += not following & M_NOTHING
                    at += 1
                if at < w.raw_size and skipped <= 3:
                    if mark & M_AT and words >= 2:
                        return True
                    run, size = 0, 0
                    for k in range(at, w.raw_size):
                        following = self._mark_of(w.raw[k])
                        if following & M_ALNUM:
                            run = run << 8 | self._letter(w.raw[k])
                            size += 1
                        elif not following & M_NOTHING:
                            break
                        if size > 6:
                            break
                    if mark & M_BRACKET and (run == 0x6174 or run == 0x646F74):  # at, dot
                        return True
                    if mark & M_POINT and size <= 6:
                        for k in range(self._end_count):
                            if self._address_ends[k] == run:
                                return True
                    if mark & M_POINT and _spells_www(w):
                        return True
            words += (mark & M_WORD) != 0
        return False

    cdef inline uint32_t _letter(self, uint32_t code) noexcept nogil:
        return self._values[(<Py_ssize_t>self._pages[code >> 8] << 8) | (code & 255)] & SYMBOL

    cdef inline uint32_t _mark_of(self, uint32_t code) noexcept nogil:
        return self._marks[(<Py_ssize_t>self._pages[code >> 8] << 8) | (code & 255)]

    # ------------------------------------------------------------------ one text: lattices

    cdef int _lattices(self, Work* w) noexcept nogil:
        """Edges of both lattices, by place, in the order of text/lattice.py."""
        cdef int32_t place, k, p, n = w.size, symbol, first, plain, sound, run = 0, start, node, stop
        cdef Row* row
        cdef Part* part
        cdef Edge* edge
        cdef bint fits
        cdef uint32_t code
        if _room(<void**>&w.edges, &w.edge_room, n * 32 + 64, sizeof(Edge)) < 0:
            return -1
        w.edge_count = 0
        for place in range(n):
            w.bounds[place] = self._bound(w, place)
        w.bounds[n] = 1
        for place in range(n):
            symbol = w.symbols[place]
            row = &self._rows[self._row_of[symbol]]
            first = row.look_end - row.look_start + row.part_end - row.part_start
            if _room(<void**>&w.edges, &w.edge_room, w.edge_count + first + 2, sizeof(Edge)) < 0:
                return -1
            w.glyph_start[place] = w.edge_count
            _add(w, symbol, 1, symbol, PLAIN, 1.0)
            # a numeral reads as a digit only in a run
            if run <= place:
                run = place
                while run < n and (w.kinds[run] & DECIMAL or self._digit(w.symbols[run])):
                    run += 1
                start = place
                if run == place:
                    run = place + 1
                    start = run
                elif run - place < NUMERAL_RUN:
                    start = run
                stop = run
            if self._row_of[symbol]:
                for k in range(row.look_start, row.look_end):
                    w.edges[w.edge_count] = self._looks[k]
                    w.edge_count += 1
                for k in range(row.part_start, row.part_end):
                    part = &self._parts[k]
                    fits = place + part.count <= n
                    if fits:
                        for p in range(part.count):
                            if w.symbols[place + p] != self._part_symbols[part.start + p]:
                                fits = False
                                break
                    if fits:
                        _add(w, part.whole, part.count, part.whole, SPLIT, 1.0)
                if row.digit and row.digit != symbol and start <= place < stop:
                    _add(w, row.digit, 1, row.digit, NUMERAL, 1.0)
        w.glyph_start[n] = w.edge_count
        for place in range(n):
            symbol = w.symbols[place]
            first = w.glyph_start[place + 1] - w.glyph_start[place]
            if _room(<void**>&w.edges, &w.edge_room, w.edge_count + first + 32, sizeof(Edge)) < 0:
                return -1
            w.sound_start[place] = w.edge_count
            plain = self._sound(symbol)
            _add(w, plain, 1, symbol, PLAIN, 1.0)
            for k in range(w.glyph_start[place] + 1, w.glyph_start[place + 1]):
                edge = &w.edges[k]
                sound = self._sound(edge.symbol)
                if sound != plain or edge.length > 1:
                    _add(w, sound, edge.length, edge.glyph, edge.technique, edge.score)
            if FIRST_HAN <= symbol <= LAST_HAN:
                code = self._sound_codes[symbol - FIRST_HAN]
                if code:
                    for k in range(self._near_ends[code - 1], self._near_ends[code]):
                        _add(w, self._near[k], 1, symbol, NEAR, 0.5)
            elif 97 <= symbol <= 122:
                node = 0
                for k in range(LONGEST_SYLLABLE):
                    if place + k >= n or not 97 <= w.symbols[place + k] <= 122:
                        break
                    node = self._letters[node * 26 + w.symbols[place + k] - 97]
                    if not node:
                        break
                    if self._letter_ends[node]:
                        _add(w, self._letter_ends[node], k + 1, 0, PINYIN, 1.0)
        w.sound_start[n] = w.edge_count
        return 0

    cdef inline int32_t _sound(self, int32_t symbol) noexcept nogil:
        cdef uint32_t code
        if FIRST_HAN <= symbol <= LAST_HAN:
            code = self._sound_codes[symbol - FIRST_HAN]
            if code:
                return self._sound_symbols[code]
        return symbol

    cdef inline int32_t _digit(self, int32_t symbol) noexcept nogil:
        return self._rows[self._row_of[symbol]].digit

    cdef bint _bound(self, Work* w, int32_t place) noexcept nogil:
        cdef int before, after
        if place == 0 or w.kinds[place] & GAP:
            return True
        before = _class_of(w.symbols[place - 1], w.kinds[place - 1])
        after = _class_of(w.symbols[place], w.kinds[place])
        if before != after or after == 2:
            return True
        return (w.kinds[place] & UPPER) != 0 and (w.kinds[place - 1] & LOWER) != 0

    # ------------------------------------------------------------------ one text: walks and evidence

    cdef int _walks(self, Work* w) noexcept nogil:
        cdef int32_t number, start, k
        cdef int32_t* codes
        w.hit_count = w.trail_count = 0
        if _room(<void**>&w.codes, &w.code_room, w.edge_count, sizeof(int32_t)) < 0:
            return -1
        for number in range(self._layer_count):
            codes = self._layers[number].glyph.codes
            for k in range(w.glyph_start[w.size]):
                w.codes[k] = codes[w.edges[k].symbol]
            codes = self._layers[number].sound.codes
            for k in range(w.glyph_start[w.size], w.edge_count):
                w.codes[k] = codes[w.edges[k].symbol]
            for start in range(w.size):
                if self._walk(w, number, &self._layers[number].glyph, w.glyph_start, False, start) < 0:
                    return -1
            for start in range(w.size):
                if self._walk(w, number, &self._layers[number].sound, w.sound_start, True, start) < 0:
                    return -1
        return 0

    cdef int _walk(
        self, Work* w, int32_t layer, Trie* trie, int32_t* edges_from, bint by_ear, int32_t start
    ) noexcept nogil:
        """Every pattern of a trie that some path from ``start`` spells, in the order in which the reference finds them."""
        cdef int32_t opened = 1, offset, node, place, path, k, code, slot, end, n = w.size
        cdef const int32_t* base = trie.base
        cdef const int32_t* check = trie.check
        w.node_count = 0
        if _room(<void**>&w.opens, &w.open_room, 1, sizeof(Open)) < 0:
            return -1
        w.opens[0].node, w.opens[0].place, w.opens[0].path = 0, start, -1
        while opened:
            opened -= 1
            node, place, path = w.opens[opened].node, w.opens[opened].place, w.opens[opened].path
            offset = base[node]
            for k in range(edges_from[place], edges_from[place + 1]):
                code = w.codes[k]
                if not code:
                    continue
                slot = offset + code
                if check[slot] != node:
                    continue
                if start and w.edges[k].technique == NEAR:
                    continue  # nearly the same sound counts only where the whole name has it
                end = place + w.edges[k].length
                if _room(<void**>&w.nodes, &w.node_room, w.node_count + 1, sizeof(Node)) < 0:
                    return -1
                w.nodes[w.node_count].parent = path
                w.nodes[w.node_count].edge = k
                if trie.value[slot] >= 0:
                    if self._spelled(w, layer, trie, trie.value[slot], by_ear, start, end, w.node_count) < 0:
                        return -1
                if end < n:
                    if _room(<void**>&w.opens, &w.open_room, opened + 1, sizeof(Open)) < 0:
                        return -1
                    w.opens[opened].node, w.opens[opened].place, w.opens[opened].path = slot, end, w.node_count
                    opened += 1
                w.node_count += 1
        return 0

    cdef int _spelled(
        self, Work* w, int32_t layer, Trie* trie, int32_t value, bint by_ear, int32_t start, int32_t end, int32_t path
    ) noexcept nogil:
        """Note the forms of a pattern that bear the weight of their evidence."""
        cdef int32_t size = 0, node = path, k, number
        cdef bint whole = self._tokens_whole(w, start, end)
        cdef Hit hit
        if not by_ear and not whole:
            return 0
        while node >= 0:
            size += 1
            node = w.nodes[node].parent
        if _room(<void**>&w.reversed, &w.reversed_room, size, sizeof(int32_t)) < 0:
            return -1
        node = path
        for k in range(size - 1, -1, -1):
            w.reversed[k] = w.nodes[node].edge
            node = w.nodes[node].parent
        for k in range(trie.ends[value - 1] if value else 0, trie.ends[value]):
            number = trie.numbers[k]
            hit.layer, hit.form, hit.start, hit.end = layer, number, start, end
            hit.seen = hit.heard = hit.typed = hit.near = hit.weak = hit.split = 0
            hit.trail, hit.trail_size = w.trail_count, size
            if by_ear:
                if not self._heard(w, &self._layers[layer], &hit, size, whole):
                    continue
            elif not self._seen(w, &self._layers[layer].forms[number], &hit, size):
                continue
            if not by_ear and self._plain(w, size):
                hit.trail_size = 0
            else:
                if _room(<void**>&w.trail, &w.trail_room, w.trail_count + size, sizeof(Edge)) < 0:
                    return -1
                for node in range(size):
                    w.trail[w.trail_count + node] = w.edges[w.reversed[node]]
                w.trail_count += size
            if _room(<void**>&w.hits, &w.hit_room, w.hit_count + 1, sizeof(Hit)) < 0:
                return -1
            w.hits[w.hit_count] = hit
            w.hit_count += 1
        return 0

    cdef inline bint _plain(self, Work* w, int32_t size) noexcept nogil:
        cdef int32_t k
        for k in range(size):
            if w.edges[w.reversed[k]].technique != PLAIN:
                return False
        return True

    cdef bint _seen(self, Work* w, Form* form, Hit* hit, int32_t size) noexcept nogil:
        """Match of a form that a path spells in characters: whether little enough had to be read otherwise."""
        cdef int32_t k, technique, seen = 0, numerals = 1, split = 0
        for k in range(size):
            technique = w.edges[w.reversed[k]].technique
            seen += technique != PLAIN
            numerals &= technique == PLAIN or technique == NUMERAL
            split |= technique == SPLIT
        hit.seen, hit.split = seen, split
        if not seen or numerals:
            return True
        if form.role == R_LATIN or form.role == R_INITIALS or form.facts & F_ASCII:
            if form.size < 4 or seen > 1:  # one letter of four (CCTY)
                return False
        elif form.role == R_ABBREVIATION or form.role == R_AMBIGUOUS or form.size == 1:
            return False
        elif seen > (1 if form.size == 2 else (form.size + 1) // 2):
            return False
        hit.weak = not form.facts & F_WORD and not split and form.size <= 2 and self._weakly_seen(w, hit, size)
        return True

    cdef bint _weakly_seen(self, Work* w, Hit* hit, int32_t size) noexcept nogil:
        """Whether a look-alike is unsure, or is itself a character that names are written with."""
        cdef int32_t k, symbol
        cdef Edge* edge
        for k in range(min(size, hit.end - hit.start)):
            edge = &w.edges[w.reversed[k]]
            symbol = w.symbols[hit.start + k]
            if edge.score < self._sure or (symbol != edge.glyph and self._anchors[symbol]):
                return True
        return False

    cdef bint _heard(self, Work* w, Layer* layer, Hit* hit, int32_t size, bint whole) noexcept nogil:
        """Match of a form that a path spells in syllables: whether it is not heard or typed too loosely."""
        cdef Form* form = &layer.forms[hit.form]
        cdef int32_t k, seen = 0, heard = 0, typed = 0, near = 0, split = 0, symbol
        cdef Edge* edge
        cdef bint closed
        for k in range(size):
            edge = &w.edges[w.reversed[k]]
            symbol = layer.texts[form.text + k]
            if edge.technique == PINYIN:
                typed += 1
            elif edge.technique == NEAR:
                near = 1
                heard += 1
                if edge.glyph == symbol:
                    return False
            elif edge.glyph != symbol:
                if edge.technique != PLAIN:
                    return False  # something that looks like what sounds like it
                heard += 1
            elif edge.technique != PLAIN:
                seen += 1
                split |= edge.technique == SPLIT
        if near and (heard > 1 or hit.end - hit.start != w.size):
            return False
        if not (heard or typed):
            return False
        if typed != form.size and heard + seen > (1 if form.size <= 3 else form.size // 2):
            return False
        if typed < form.size and form.facts & F_WORD:
            return False  # 一生 is no 医生
        closed = whole and self._pinyin_whole(w, hit.start, size)
        if not closed and not form.facts & F_PART:
            return False
        hit.seen, hit.heard, hit.typed, hit.near, hit.split = seen, heard, typed, near, split
        hit.weak = not closed or (form.size == 2 and not typed)
        return True

    cdef inline bint _tokens_whole(self, Work* w, int32_t start, int32_t end) noexcept nogil:
        if w.symbols[start] < 128 and not w.bounds[start]:
            return False
        return w.symbols[end - 1] >= 128 or w.bounds[end]

    cdef bint _pinyin_whole(self, Work* w, int32_t start, int32_t size) noexcept nogil:
        """Pinyin fills whole Latin tokens: no syllable inside an English word."""
        cdef int32_t k, place = start
        cdef bint inside = False, typed
        for k in range(size):
            typed = w.edges[w.reversed[k]].technique == PINYIN
            if typed != inside and not w.bounds[place]:
                return False
            inside = typed
            place += w.edges[w.reversed[k]].length
        return not inside or w.bounds[place]

    cdef int _words(self, Work* w) noexcept nogil:
        """Words of context, exactly as they stand."""
        cdef int32_t number, start, place, node, code, slot
        cdef Trie* trie
        w.word_count = 0
        for start in range(w.size):
            for number in range(self._layer_count):
                trie = &self._layers[number].word
                node = 0
                for place in range(start, w.size):
                    code = trie.codes[w.symbols[place]]
                    if not code:
                        break
                    slot = trie.base[node] + code
                    if trie.check[slot] != node:
                        break
                    node = slot
                    if trie.value[node] >= 0:
                        if _room(<void**>&w.words, &w.word_room, w.word_count + 1, sizeof(Occurrence)) < 0:
                            return -1
                        w.words[w.word_count].start = start
                        w.words[w.word_count].end = place + 1
                        w.words[w.word_count].layer = number
                        w.words[w.word_count].group = trie.value[node]
                        w.word_count += 1
        return 0

    # ------------------------------------------------------------------ one text: signs

    cdef void _note(self, Work* w, Signs* of, Signs* where) noexcept nogil:
        w.signs.low |= of.low & where.low
        w.signs.high |= of.high & where.high
        w.signs.more |= of.more & where.more

    cdef int _signs(self, Work* w) noexcept nogil:
        """What the text shows of all that rules wait for: never less than the rules could find."""
        cdef int32_t k, at, first, n = w.size
        cdef Hit* hit
        cdef Layer* layer
        cdef Occurrence* word
        w.signs.low = w.signs.high = w.signs.more = 0
        if n:
            if self._joined(w) < 0:
                return -1
            for k in range(w.hit_count):
                hit = &w.hits[k]
                if not hit.weak:
                    self._note(w, &self._layers[hit.layer].form_signs[hit.form], &self._where_hit[_at(hit, n)][_read(hit)])
            for k in range(w.word_count):
                word = &w.words[k]
                at = (word.start == 0) + 2 * (word.end == n) + 4 * _inside_latin(w, word.start)
                self._note(w, &self._layers[word.layer].word_signs[word.group], &self._where_word[at])
            self._neighbours(w)
            self._lead(w)
            for k in range(n):
                if self._spelled_from[w.symbols[k]]:
                    self._spells(w, k)
            if 4 <= n <= 8 and self._may_be_swapped(w) and self._swapped(w):
                w.text_signs |= T_TILED | T_SWAPPED
                self._note(w, &self._swap_signs, &self._where_joined[3][1])
            if w.hit_count:
                if self._tiles(w, True):
                    w.text_signs |= T_CHAIN
                if not w.text_signs & T_TILED and self._tiles(w, False):
                    w.text_signs |= T_TILED
                first = w.hits[0].start
                for k in range(1, w.hit_count):
                    if w.hits[k].start >= w.hits[0].end or w.hits[k].end <= first:
                        w.text_signs |= T_TWICE
        for k in range(self._text_sign_count):
            if w.text_signs & self._text_sign_of[k]:
                w.signs.low |= self._text_sign_bits[k].low
                w.signs.high |= self._text_sign_bits[k].high
                w.signs.more |= self._text_sign_bits[k].more
        return 0

    cdef void _spells(self, Work* w, int32_t start) noexcept nogil:
        """Note the literals that stand at a place."""
        cdef int32_t k, p
        for k in range(self._literal_count):
            if start + self._literal_sizes[k] > w.size:
                continue
            for p in range(self._literal_sizes[k]):
                if w.symbols[start + p] != self._literals[k][p]:
                    break
            else:
                w.signs.low |= self._literal_signs[k].low
                w.signs.high |= self._literal_signs[k].high
                w.signs.more |= self._literal_signs[k].more

    cdef int _joined(self, Work* w) noexcept nogil:
        """Places and organs that touch; where they lie goes into ``reach`` and ``mixed`` of no other step."""
        cdef int32_t a, b, start, end, n = w.size, k, read, begins
        cdef Hit* organ
        cdef Hit* place
        cdef Form* shape
        cdef Form* named
        w.join_count = 0
        for a in range(w.hit_count):
            organ = &w.hits[a]
            shape = &self._layers[organ.layer].forms[organ.form]
            if shape.role != R_AFTER and shape.role != R_BEFORE:
                continue
            for b in range(w.hit_count):
                place = &w.hits[b]
                named = &self._layers[place.layer].forms[place.form]
                if not named.facts & (F_PLACE | F_COUNTRY):
                    continue
                if shape.role == R_AFTER:
                    if place.end == organ.start or (
                        named.role == R_ABBREVIATION
                        and place.end == organ.start - 1
                        and (w.symbols[place.end] == 0x7701 or w.symbols[place.end] == 0x5E02)
                    ):
                        start, end = place.start, organ.end
                    elif (
                        organ.start == 0 and place.start == organ.end and place.end == n
                        and shape.facts & F_PROTECTED and shape.facts & F_SLOT_R and organ.end > 1
                    ):
                        start, end = 0, n
                    else:
                        continue
                else:
                    if place.start != organ.end or place.end + shape.rest > n:
                        continue
                    start, end = organ.start, place.end + shape.rest
                if not self._fits(w, organ, shape, place, named, start == 0 and end == n):
                    continue
                begins = start
                for k in range(w.hit_count):  # the place may begin where one that contains it begins: 山西省|长治市|公安局
                    if w.hits[k].end == start and self._layers[w.hits[k].layer].forms[w.hits[k].form].facts & F_PLACE:
                        begins = min(begins, w.hits[k].start)
                read = _read(organ) | _read(place)
                self._note(
                    w,
                    &self._layers[organ.layer].form_signs[organ.form],
                    &self._where_joined[(begins == 0) + 2 * (end == n)][read],
                )
                if _room(<void**>&w.joins, &w.join_room, w.join_count + 1, sizeof(Span)) < 0:
                    return -1
                w.joins[w.join_count].start, w.joins[w.join_count].end = start, end
                w.join_count += 1
        return 0

    cdef bint _fits(self, Work* w, Hit* organ, Form* shape, Hit* place, Form* named, bint whole) noexcept nogil:
        """Whether two halves may be one body: never less than match/fits.py lets through."""
        cdef bint organ_exact = not (organ.seen or organ.heard or organ.typed)
        cdef bint place_exact = not (place.seen or place.heard or place.typed)
        cdef bint poses = (shape.facts & F_POSES) != 0
        if ((shape.facts & F_SLOT_C) != 0) != ((named.facts & F_COUNTRY) != 0):
            return False
        if shape.size + shape.rest == 1 and not (whole and organ_exact and place_exact):
            return False
        if not organ_exact and not poses:
            return False
        if named.role == R_ABBREVIATION or named.role == R_INITIALS:
            if not (organ_exact and place_exact and organ.end - organ.start > 1):
                return False
            if place.start and not w.kinds[place.start] & GAP:
                return False
            return poses or named.role == R_ABBREVIATION
        if place.weak and organ.weak and place.typed and organ.typed:
            return whole
        if place.weak or place.heard:
            return whole and poses
        if organ.weak:
            return place_exact
        return named.role != R_AMBIGUOUS or poses

    cdef bint _tiles(self, Work* w, bint places) noexcept nogil:
        """Whether hits (places only, all but the last as they stand; or hits, joined ones and claiming words) fill the text."""
        cdef int32_t at, k, n = w.size
        cdef Hit* hit
        cdef Form* form
        memset(w.reach, 0, n + 1)
        w.reach[0] = 1
        for at in range(n):
            if not w.reach[at]:
                continue
            for k in range(w.hit_count):
                hit = &w.hits[k]
                if hit.start != at or hit.weak:
                    continue
                if places:
                    form = &self._layers[hit.layer].forms[hit.form]
                    if not form.facts & F_PLACE or form.role == R_ABBREVIATION or form.role == R_INITIALS:
                        continue
                    if hit.end != n and (hit.seen or hit.heard or hit.typed):
                        continue
                w.reach[hit.end] = 1
            if not places:
                for k in range(w.join_count):
                    if w.joins[k].start == at:
                        w.reach[w.joins[k].end] = 1
                for k in range(w.word_count):
                    if w.words[k].start == at and self._layers[w.words[k].layer].claiming[w.words[k].group]:
                        w.reach[w.words[k].end] = 1
        return w.reach[n]

    cdef void _neighbours(self, Work* w) noexcept nogil:
        """Names one edit from, or an anagram of, the whole text or what follows a place that begins it."""
        cdef int32_t k, number, n = w.size
        cdef Hit* hit
        cdef Hit* other
        cdef bint again
        for k in range(n):
            w.mixed[k] = _mix(<uint32_t>w.symbols[k])
        for number in range(self._layer_count):
            self._neighbours_from(w, &self._layers[number], number, 0)
        for k in range(w.hit_count):
            hit = &w.hits[k]
            if hit.start or hit.end == n or hit.seen or hit.heard or hit.typed:
                continue
            if self._layers[hit.layer].forms[hit.form].facts & F_PLACE:
                again = False
                for number in range(k):
                    other = &w.hits[number]
                    if other.start == 0 and other.end == hit.end and not (other.seen or other.heard or other.typed):
                        again = again or self._layers[other.layer].forms[other.form].facts & F_PLACE
                if not again:
                    for number in range(self._layer_count):
                        self._neighbours_from(w, &self._layers[number], number, hit.end)

    cdef void _neighbours_from(self, Work* w, Layer* layer, int32_t number, int32_t start) noexcept nogil:
        cdef int32_t k, n = w.size
        cdef uint64_t before = 0, behind = 0, power = 1, whole = 0, order = 0
        if n - start + 1 < layer.shortest or n - start > layer.longest + 1 or n - start < 2:
            return
        for k in range(start, n):
            order += w.mixed[k]
            whole = whole * STEP + w.mixed[k]
        self._same_key(w, layer, layer.order_keys, layer.order_forms, layer.orders, order, start)
        if not _has_bit(layer.openings, w.mixed[start] * STEP + w.mixed[start + 1], PAIR_SHIFT) and not _has_bit(
            layer.endings, w.mixed[n - 2] * STEP + w.mixed[n - 1], PAIR_SHIFT
        ):
            return  # one edit leaves the first two symbols of a name of four as they are, or the last two
        # from the back: the key without symbol k is (what is before k) * STEP^(how many are behind) + (what is behind)
        self._same_key(w, layer, layer.edit_keys, layer.edit_forms, layer.edits, whole, start)
        before = whole
        for k in range(n - 1, start - 1, -1):
            before = (before - w.mixed[k]) * INVERSE
            self._same_key(w, layer, layer.edit_keys, layer.edit_forms, layer.edits, before * power + behind, start)
            behind += w.mixed[k] * power
            power *= STEP

    cdef inline void _same_key(
        self, Work* w, Layer* layer, const uint64_t* keys, const int32_t* forms, Py_ssize_t count, uint64_t key, int32_t start
    ) noexcept nogil:
        cdef Py_ssize_t low = 0, high = count, middle
        if not layer.known_keys[key >> KEY_SHIFT] & (1 << ((key >> (KEY_SHIFT - 3)) & 7)):
            return
        while low < high:
            middle = (low + high) >> 1
            if keys[middle] < key:
                low = middle + 1
            else:
                high = middle
        while low < count and keys[low] == key:
            self._note(w, &layer.form_signs[forms[low]], &self._where_hit[(start == 0) + 2][1])
            w.text_signs |= T_TILED | T_NEIGHBOUR
            if start:  # behind a place: perhaps its organ
                self._note(w, &layer.form_signs[forms[low]], &self._where_joined[3][1])
            low += 1

    cdef void _lead(self, Work* w) noexcept nogil:
        """Two characters before a place that reaches to the end, the first of which begins a lead: 掌握榆次."""
        cdef int32_t k
        cdef Hit* hit
        cdef Form* form
        if w.size <= 2 or not self._leads[w.symbols[0]] or w.kinds[2] & GAP:
            return
        for k in range(w.hit_count):
            hit = &w.hits[k]
            if hit.start == 2 and hit.end == w.size and not (hit.seen or hit.heard or hit.typed):
                form = &self._layers[hit.layer].forms[hit.form]
                if form.facts & F_PLACE and not form.facts & F_EVERYDAY and (form.role == R_FULL or form.role == R_SHORT):
                    w.text_signs |= T_TILED
                    self._note(w, &self._lead_signs, &self._where_joined[3][1])
                    return

    cdef inline bint _may_be_swapped(self, Work* w) noexcept nogil:
        """Whether one of the first two symbols begins a place, and one of the last two ends a suffix."""
        cdef int32_t n = w.size
        return (self._edges_of[w.symbols[n - 1]] | self._edges_of[w.symbols[n - 2]]) & 2 and (
            self._edges_of[w.symbols[0]] | self._edges_of[w.symbols[1]]
        ) & 1

    cdef bint _swapped(self, Work* w) noexcept nogil:
        """Whether two neighbours swapped back make a place and a reserved suffix. Needs ``mixed``."""
        cdef int32_t cut, swap, n = w.size
        for cut in range(2, n - 1):
            if self._is_suffix(w, cut, n, -1):
                for swap in range(cut - 1):
                    if self._is_place(w, 0, cut, swap):
                        return True
            if self._is_place(w, 0, cut, -1):
                for swap in range(cut, n - 1):
                    if self._is_suffix(w, cut, n, swap):
                        return True
            if self._is_place(w, 0, cut, cut - 1) and self._is_suffix(w, cut, n, cut - 1):
                return True
        return False

    cdef inline uint64_t _key(self, Work* w, int32_t start, int32_t end, int32_t swap) noexcept nogil:
        cdef int32_t k, read
        cdef uint64_t key = 0
        for k in range(start, end):
            read = k + 1 if k == swap else (k - 1 if k == swap + 1 and swap >= 0 else k)
            key = key * STEP + w.mixed[read]
        return key

    cdef inline bint _is_place(self, Work* w, int32_t start, int32_t end, int32_t swap) noexcept nogil:
        cdef uint64_t key = self._key(w, start, end, swap)
        return self._place_keys[key >> SET_SHIFT] & (1 << ((key >> (SET_SHIFT - 3)) & 7))

    cdef inline bint _is_suffix(self, Work* w, int32_t start, int32_t end, int32_t swap) noexcept nogil:
        cdef uint64_t key = self._key(w, start, end, swap)
        return self._suffix_keys[key >> SET_SHIFT] & (1 << ((key >> (SET_SHIFT - 3)) & 7))

    # ------------------------------------------------------------------ one text

    cdef int _scan(self, Work* w) noexcept nogil:
        """Everything about the symbols of ``w``."""
        if self._lattices(w) < 0 or self._walks(w) < 0 or self._words(w) < 0 or self._signs(w) < 0:
            return -1
        return 0

    cdef int _raw(self, Work* w) noexcept nogil:
        cdef int state = self._fold(w)
        if state < 0:
            return -1
        if state:  # read backwards: Python's fold knows the order
            w.signs.low = w.signs.high = w.signs.more = 0xFFFFFFFFFFFFFFFFU
            return 1
        return self._scan(w)

    def read(self, str text):
        """(hits, words, text signs, signs) of a raw text, None where only Python's fold knows the order of its symbols."""
        cdef Work w
        cdef int state
        memset(&w, 0, sizeof(Work))
        try:
            if _take(&w, text) < 0:
                raise MemoryError
            state = self._raw(&w)
            if state < 0:
                raise MemoryError
            return None if state else self._found(&w)
        finally:
            _release(&w)

    def read_symbols(self, str symbols, bytes kinds):
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
            if self._scan(&w) < 0:
                raise MemoryError
            return self._found(&w)
        finally:
            _release(&w)

    cdef object _found(self, Work* w):
        cdef int32_t k, t
        cdef Hit* hit
        cdef Edge* edge
        cdef list hits = [], words = []
        for k in range(w.hit_count):
            hit = &w.hits[k]
            trail = ()
            if hit.trail_size:
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
            words.append((w.words[k].start, w.words[k].end, w.words[k].layer, w.words[k].group))
        return hits, words, w.text_signs, ((<object>w.signs.more << 128) | (<object>w.signs.high << 64) | w.signs.low)

    def neighbours(self, str text, int32_t layer):
        """(forms about one edit from ``text``, forms of the same symbols), by number."""
        cdef Work w
        cdef int32_t k, n
        cdef Layer* at = &self._layers[layer]
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
            _collect(at, at.order_keys, at.order_forms, at.orders, order, ordered)
            _collect(at, at.edit_keys, at.edit_forms, at.edits, before, edited)
            for k in range(n - 1, -1, -1):
                before = (before - _mix(w.raw[k])) * INVERSE
                _collect(at, at.edit_keys, at.edit_forms, at.edits, before * power + behind, edited)
                behind += _mix(w.raw[k]) * power
                power *= STEP
            return edited, ordered
        finally:
            _release(&w)

    # ------------------------------------------------------------------ many texts

    cdef bint _suspect(self, Signs* signs, int field) noexcept nogil:
        cdef int32_t k
        cdef Signs* need
        if not (signs.low | signs.high | signs.more) and not self._needs_nothing[field]:
            return False
        for k in range(self._need_count[field]):
            need = &self._needs[field][k]
            if signs.low & need.low == need.low and signs.high & need.high == need.high and signs.more & need.more == need.more:
                return True
        return False

    def woken(self, name, bio):
        """Rules, as bits, of which a trigger is complete in a name or bio with these signs; a bio of -1 is none."""
        cdef Signs name_signs = _signs_of(name), bio_signs = _signs_of(bio if bio >= 0 else 0)
        cdef uint64_t rules
        if bio < 0:
            rules = self._wakes(&name_signs, 0)
        else:
            self._share(&name_signs, &bio_signs)
            rules = self._wakes(&name_signs, 0) | self._wakes(&bio_signs, 1)
        return rules

    cdef uint64_t _wakes(self, Signs* signs, int field) noexcept nogil:
        cdef int32_t k
        cdef uint64_t rules = 0
        cdef Signs* need
        for k in range(self._need_count[field]):
            need = &self._needs[field][k]
            if signs.low & need.low == need.low and signs.high & need.high == need.high and signs.more & need.more == need.more:
                rules |= self._rules[field][k]
        return rules

    cdef void _share(self, Signs* name, Signs* bio) noexcept nogil:
        """Give each field what counts in whichever field it is."""
        bio.low |= name.low & self._shared.low
        bio.high |= name.high & self._shared.high
        bio.more |= name.more & self._shared.more
        name.low |= bio.low & self._shared.low
        name.high |= bio.high & self._shared.high
        name.more |= bio.more & self._shared.more

    cdef int _judge(self, Work* w, Work* bio) noexcept nogil:
        """1 where an account with this name and bio (no symbols: none) may have a finding, 0 where it has none."""
        cdef Signs name_signs, bio_signs
        if self._raw(w) < 0:
            return -1
        name_signs = w.signs
        if not bio.raw_size:
            return self._suspect(&name_signs, 0)
        if self._raw(bio) < 0:
            return -1
        bio_signs = bio.signs
        self._share(&name_signs, &bio_signs)
        return self._suspect(&name_signs, 0) or self._suspect(&bio_signs, 1)

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
                state = self._judge(&w, &bio)
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
                state = self._judge(&w, &bio)
                if state < 0:
                    break
                into[place] = state
        _release(&w)
        _release(&bio)
        if state < 0:
            raise MemoryError


cdef inline void _add(
    Work* w, int32_t symbol, int32_t length, int32_t glyph, int32_t technique, double score
) noexcept nogil:
    cdef Edge* edge = &w.edges[w.edge_count]
    edge.symbol, edge.length, edge.glyph, edge.technique, edge.score = symbol, length, glyph, technique, score
    w.edge_count += 1


cdef bint _spells_dot(Work* w) noexcept nogil:
    """dot, and behind it the beginning of com, cn, net or org."""
    cdef int32_t place
    for place in range(w.size - 3):
        if w.symbols[place] == 100 and w.symbols[place + 1] == 111 and w.symbols[place + 2] == 116:
            if w.symbols[place + 3] == 99 or w.symbols[place + 3] == 110 or w.symbols[place + 3] == 111:
                return True
    return False


cdef bint _spells_www(Work* w) noexcept nogil:
    cdef int32_t place
    for place in range(w.size - 2):
        if w.symbols[place] == 119 and w.symbols[place + 1] == 119 and w.symbols[place + 2] == 119:
            return True
    return False


cdef bint _spells_id(Work* w) noexcept nogil:
    cdef int32_t place
    for place in range(w.size - 1):
        if w.symbols[place] == 105 and w.symbols[place + 1] == 100:
            return True
    return False


cdef _within(const int64_t[::1] offsets, int64_t size, Py_ssize_t count):
    """Refuse offsets that point outside of the text."""
    cdef Py_ssize_t place
    if offsets.shape[0] != count + 1 or offsets[0] < 0 or offsets[count] > size:
        raise ValueError("the offsets do not fit the text")
    for place in range(count):
        if offsets[place] > offsets[place + 1]:
            raise ValueError("the offsets are not in order")


cdef inline bint _is_valid(const uint8_t[::1] bits, int64_t place) noexcept nogil:
    return not bits.shape[0] or (bits[place >> 3] >> (place & 7)) & 1


cdef inline bint _inside_latin(Work* w, int32_t place) noexcept nogil:
    """Whether a Latin letter or digit stands right before another: no VX in TVXQ."""
    return place > 0 and w.kinds[place] & (LATIN | APART) == LATIN and w.kinds[place - 1] & LATIN


cdef inline int _at(Hit* hit, int32_t n) noexcept nogil:
    return (hit.start == 0) + 2 * (hit.end == n)


cdef inline int _read(Hit* hit) noexcept nogil:
    return (hit.seen > 0) + 2 * (hit.heard > 0) + 4 * (hit.typed > 0) + 8 * hit.split


cdef int _take(Work* w, str text) except -2:
    cdef Py_ssize_t place, size = PyUnicode_GET_LENGTH(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    w.raw_size = 0
    if size > LONGEST:
        raise OverflowError(f"a text of {size} characters; at most {LONGEST} are read")
    if _room(<void**>&w.raw, &w.raw_room, <int32_t>size, sizeof(uint32_t)) < 0:
        return -1
    for place in range(size):
        w.raw[place] = PyUnicode_READ(kind, data, place)
    w.raw_size = <int32_t>size
    return 0


cdef int _decode(Work* w, const uint8_t* content, int64_t start, int64_t end) noexcept nogil:
    """UTF-8 to code points; what is no UTF-8 reads as U+FFFD, byte by byte."""
    cdef int32_t size = 0
    cdef int64_t place = start
    cdef uint32_t first
    w.raw_size = 0
    if end - start > LONGEST or _room(<void**>&w.raw, &w.raw_room, <int32_t>(end - start), sizeof(uint32_t)) < 0:
        return -1
    while place < end:
        first = content[place]
        if first < 0x80:
            w.raw[size] = first
            place += 1
        elif 0xE0 <= first < 0xF0 and place + 2 < end:
            w.raw[size] = (first & 15) << 12 | (content[place + 1] & 63) << 6 | (content[place + 2] & 63)
            place += 3
        elif 0xC0 <= first < 0xE0 and place + 1 < end:
            w.raw[size] = (first & 31) << 6 | (content[place + 1] & 63)
            place += 2
        elif 0xF0 <= first < 0xF5 and place + 3 < end:
            w.raw[size] = (
                (first & 7) << 18 | (content[place + 1] & 63) << 12 | (content[place + 2] & 63) << 6 | (content[place + 3] & 63)
            )
            place += 4
        else:
            w.raw[size] = 0xFFFD
            place += 1
        if w.raw[size] > 0x10FFFF:
            w.raw[size] = 0xFFFD
        size += 1
    w.raw_size = size
    return 0


cdef _collect(Layer* layer, const uint64_t* keys, const int32_t* forms, Py_ssize_t count, uint64_t key, set into):
    cdef Py_ssize_t low = 0, high = count, middle
    if not layer.known_keys[key >> KEY_SHIFT] & (1 << ((key >> (KEY_SHIFT - 3)) & 7)):
        return
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    while low < count and keys[low] == key:
        into.add(forms[low])
        low += 1


cdef void* _zeros(Py_ssize_t count, Py_ssize_t size) except NULL:
    cdef void* found = calloc(count, size)
    if found == NULL:
        raise MemoryError
    return found


cdef void* _grown(void* array, Py_ssize_t size) except NULL:
    cdef void* found = realloc(array, size)
    if found == NULL:
        raise MemoryError
    return found


cdef inline void _set_bit(uint8_t* bits, uint64_t key, int shift) noexcept nogil:
    bits[key >> shift] |= 1 << ((key >> (shift - 3)) & 7)


cdef inline bint _has_bit(const uint8_t* bits, uint64_t key, int shift) noexcept nogil:
    return (bits[key >> shift] >> ((key >> (shift - 3)) & 7)) & 1


cdef inline uint64_t _pair(const uint32_t* symbols) noexcept nogil:
    return _mix(symbols[0]) * STEP + _mix(symbols[1])


cdef uint64_t _key_of(str text):
    cdef uint64_t key = 0
    for char in text:
        key = key * STEP + _mix(ord(char))
    return key


cdef Signs _signs_of(bits):
    cdef Signs signs
    signs.low = bits & 0xFFFFFFFFFFFFFFFF
    signs.high = (bits >> 64) & 0xFFFFFFFFFFFFFFFF
    signs.more = bits >> 128
    return signs


cdef _agree(Signs* into, list columns):
    """Signs of each row: those on which the values of all columns agree."""
    cdef int32_t k, value
    cdef const uint16_t* codes
    cdef Signs* of
    for number, (content, bits) in enumerate(columns):
        codes = <const uint16_t*><const char*>(<bytes>content)
        of = <Signs*>_zeros(len(bits) + 1, sizeof(Signs))
        for value in range(len(bits)):
            of[value] = _signs_of(bits[value])
        for k in range(len(content) // 2):
            if number == 0:
                into[k] = of[codes[k]]
            else:
                into[k].low &= of[codes[k]].low
                into[k].high &= of[codes[k]].high
                into[k].more &= of[codes[k]].more
        free(of)


cdef _agree_groups(Signs* into, list columns, bytes ends):
    """Signs of each group of words: those of any word in it."""
    cdef Py_ssize_t count = len(columns[0][0]) // 2
    cdef Signs* rows = <Signs*>_zeros(count + 1, sizeof(Signs))
    cdef const uint32_t* bounds = <const uint32_t*><const char*>ends
    cdef int32_t group, k, row = 0
    _agree(rows, columns)
    for group in range(len(ends) // 4):
        into[group].low = into[group].high = into[group].more = 0
        while row < <int32_t>bounds[group]:
            into[group].low |= rows[row].low
            into[group].high |= rows[row].high
            into[group].more |= rows[row].more
            row += 1
    free(rows)


cdef _mark_groups(uint8_t* into, const uint32_t* ends, int32_t groups, claiming):
    """1 for each group that holds one of the rows ``claiming``, which are in order."""
    cdef int32_t group = 0, row
    for row in claiming:
        while ends[group] <= <uint32_t>row:
            group += 1
        into[group] = 1
