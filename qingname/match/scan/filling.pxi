# Tables from what Python hands over.

cdef _collect(Work* w, Layer* layer, const uint64_t* keys, const int32_t* forms, Py_ssize_t count, uint64_t key, bint edited, set into
):
    cdef Py_ssize_t low = 0, high = count, middle
    cdef Form* form
    if not layer.known_keys[key >> KEY_SHIFT] & (1 << ((key >> (KEY_SHIFT - 3)) & 7)):
        return
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    while low < count and keys[low] == key:
        form = &layer.forms[forms[low]]
        if _is_neighbour(&layer.texts[form.text], form.size, <int32_t*>w.raw, w.raw_size, edited):
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


cdef _mark_groups(uint8_t* into, const uint32_t* ends, uses):
    """Put on each group what its words are good for; ``uses`` has it for each word, in order."""
    cdef int32_t group = 0
    cdef uint32_t row
    for row, use in enumerate(uses):
        while ends[group] <= row:
            group += 1
        into[group] |= <uint8_t>use


cdef _set_readings(Tables* t, dict rows, anchors, double sure):
    cdef int32_t row = 0, look = 0, part = 0, symbol = 0
    t._row_of = <uint16_t*>_zeros(SPACE, sizeof(uint16_t))
    t._anchors = <uint8_t*>_zeros(SPACE, 1)
    t._rows = <Row*>_zeros(len(rows) + 1, sizeof(Row))
    t._looks = <Edge*>_zeros(sum([len(looks) for looks, _, _ in rows.values()]) + 1, sizeof(Edge))
    t._parts = <Part*>_zeros(sum([len(parts) for _, parts, _ in rows.values()]) + 1, sizeof(Part))
    t._part_symbols = <int32_t*>_zeros(
        sum([len(text) for _, parts, _ in rows.values() for text, _ in parts]) + 1, sizeof(int32_t)
    )
    for char, (looks, parts, digit) in rows.items():
        row += 1
        t._row_of[<uint32_t>ord(char)] = row
        t._rows[row].look_start = look
        for anchor, score in looks:
            t._looks[look].symbol = t._looks[look].glyph = ord(anchor)
            t._looks[look].length, t._looks[look].technique = 1, LOOK_ALIKE
            t._looks[look].score = score
            look += 1
        t._rows[row].look_end = look
        t._rows[row].part_start = part
        for text, whole in parts:
            t._parts[part].start, t._parts[part].count = symbol, len(text)
            t._parts[part].whole = ord(whole)
            for one in text:
                t._part_symbols[symbol] = ord(one)
                symbol += 1
            part += 1
        t._rows[row].part_end = part
        t._rows[row].digit = ord(digit) if digit else 0
    for char in anchors:
        t._anchors[<uint32_t>ord(char)] = 1
    t._sure = sure


cdef _set_sounds(Tables* t, list symbols, list near, dict typed):
    cdef int32_t k, place = 0, node, count = 1, child
    t._sound_symbols = <int32_t*>_zeros(len(symbols) + 1, sizeof(int32_t))
    t._near_ends = <int32_t*>_zeros(len(symbols) + 1, sizeof(int32_t))
    t._near = <int32_t*>_zeros(sum([len(each) for each in near]) + 1, sizeof(int32_t))
    for k in range(len(symbols)):
        t._sound_symbols[k] = symbols[k]
        for symbol in near[k]:
            t._near[place] = symbol
            place += 1
        t._near_ends[k] = place
    t._letters = <int32_t*>_zeros((sum([len(each) for each in typed]) + 1) * 26, sizeof(int32_t))
    t._letter_ends = <int32_t*>_zeros(sum([len(each) for each in typed]) + 1, sizeof(int32_t))
    for syllable, symbol in typed.items():
        node = 0
        for letter in syllable:
            child = node * 26 + <int32_t>ord(letter) - 97
            if not t._letters[child]:
                t._letters[child] = count
                count += 1
            node = t._letters[child]
        t._letter_ends[node] = symbol


cdef _set_special(Tables* t, leads, places, suffixes):
    t._leads = <uint8_t*>_zeros(SPACE, 1)
    for char in leads:
        t._leads[<uint32_t>ord(char)] = 1
    t._place_keys = <uint8_t*>_zeros(1 << (64 - SET_SHIFT), 1)
    t._suffix_keys = <uint8_t*>_zeros(1 << (64 - SET_SHIFT), 1)
    t._edges_of = <uint8_t*>_zeros(SPACE, 1)
    for text in places:
        t._edges_of[<uint32_t>ord(text[0])] |= 1
        _set_bit(t._place_keys, _key_of(text), SET_SHIFT)
    for text in suffixes:
        t._edges_of[<uint32_t>ord(text[len(text) - 1])] |= 2
        _set_bit(t._suffix_keys, _key_of(text), SET_SHIFT)


cdef _set_signs(Tables* t, layers, hits, joined, words, texts, literals, needs, shared, always):
    cdef int32_t k, number, place, read
    cdef Layer* layer
    t._lead_signs = t._swap_signs = _signs_of(0)
    for number, (form_columns, word_columns, word_ends, leads) in enumerate(layers):
        layer = &t._layers[number]
        _agree(layer.form_signs, form_columns)
        _agree_groups(layer.word_signs, word_columns, word_ends)
        for form in leads:
            t._lead_signs.low |= layer.form_signs[<int32_t>form].low
            t._lead_signs.high |= layer.form_signs[<int32_t>form].high
            t._lead_signs.more |= layer.form_signs[<int32_t>form].more
        for k in range(len(form_columns[0][0]) // 2):
            if layer.forms[k].role == R_AFTER and layer.forms[k].facts & F_SLOT_R and layer.forms[k].facts & F_PROTECTED:
                t._swap_signs.low |= layer.form_signs[k].low
                t._swap_signs.high |= layer.form_signs[k].high
                t._swap_signs.more |= layer.form_signs[k].more
    for place in range(8):
        t._where_word[place] = _signs_of(words[place])
    for place in range(4):
        for read in range(16):
            t._where_hit[place][read] = _signs_of(hits[place][read])
            t._where_joined[place][read] = _signs_of(joined[place][read])
    t._text_sign_count = 0
    for sign, bits in texts:
        t._text_sign_of[t._text_sign_count] = sign
        t._text_sign_bits[t._text_sign_count] = _signs_of(bits)
        t._text_sign_count += 1
    memset(t._spelled_from, 0, SPACE)
    if len(literals) > 32 or any([len(text) > 8 for text, _ in literals]):
        raise ValueError("there is room for 32 literals of 8 symbols")
    t._literal_count = len(literals)
    for k, (text, bits) in enumerate(literals):
        t._spelled_from[<uint32_t>ord(text[0])] = 1
        t._literal_sizes[k] = len(text)
        t._literal_signs[k] = _signs_of(bits)
        for place in range(len(text)):
            t._literals[k][place] = ord(text[place])
    for k in range(2):
        if len(needs[k]) > MOST_NEEDS:
            raise ValueError(f"{len(needs[k])} triggers; there is room for {MOST_NEEDS}")
        t._need_count[k] = len(needs[k])
        t._needs_nothing[k] = False
        for place, bits in enumerate(needs[k]):
            t._needs[k][place] = _signs_of(bits[0])
            t._rules[k][place] = bits[1]
            t._needs_nothing[k] = t._needs_nothing[k] or not bits[0]
    t._shared = _signs_of(shared)
    t._always = always


cdef void _free_tables(Tables* t) noexcept:
    cdef int32_t number
    for number in range(t._layer_count):
        free(t._layers[number].glyph.codes)
        free(t._layers[number].sound.codes)
        free(t._layers[number].word.codes)
        free(t._layers[number].forms)
        free(t._layers[number].form_signs)
        free(t._layers[number].word_signs)
        free(t._layers[number].uses)
        free(t._layers[number].known_keys)
        free(t._layers[number].openings)
        free(t._layers[number].endings)
    free(t._layers)
    free(t._row_of)
    free(t._rows)
    free(t._looks)
    free(t._parts)
    free(t._part_symbols)
    free(t._sound_symbols)
    free(t._near_ends)
    free(t._near)
    free(t._letters)
    free(t._letter_ends)
    free(t._anchors)
    free(t._leads)
    free(t._spelled_from)
    free(t._edges_of)
    free(t._place_keys)
    free(t._suffix_keys)


cdef _facts(Layer* layer, int32_t count, list facts, roles, rests):
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
