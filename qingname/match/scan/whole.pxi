# One text: names one edit from it, of the same symbols, or with two symbols swapped.

cdef void _neighbours(Tables* self, Work* w) noexcept nogil:
    """Names one edit from, or an anagram of, the whole text or what follows a place that begins it."""
    cdef int32_t k, number, n = w.size
    cdef Hit* hit
    cdef Hit* other
    cdef bint again
    for k in range(n):
        w.mixed[k] = _mix(<uint32_t>w.symbols[k])
    for number in range(self._layer_count):
        _neighbours_from(self, w, &self._layers[number], number, 0)
    for k in range(w.hit_count):
        hit = &w.hits[k]
        if hit.start or hit.end == n or not _is_exact(hit):
            continue
        if self._layers[hit.layer].forms[hit.form].facts & F_PLACE:
            again = False
            for number in range(k):
                other = &w.hits[number]
                if other.start == 0 and other.end == hit.end and _is_exact(other):
                    again = again or self._layers[other.layer].forms[other.form].facts & F_PLACE
            if not again:
                for number in range(self._layer_count):
                    _neighbours_from(self, w, &self._layers[number], number, hit.end)


cdef void _neighbours_from(Tables* self, Work* w, Layer* layer, int32_t number, int32_t start) noexcept nogil:
    cdef int32_t k, n = w.size
    cdef uint64_t before = 0, behind = 0, power = 1, whole = 0, order = 0
    if n - start + 1 < layer.shortest or n - start > layer.longest + 1 or n - start < 2:
        return
    for k in range(start, n):
        order += w.mixed[k]
        whole = whole * STEP + w.mixed[k]
    _same_key(self, w, layer, layer.order_keys, layer.order_forms, layer.orders, order, start, False)
    if not _has_bit(layer.openings, w.mixed[start] * STEP + w.mixed[start + 1], PAIR_SHIFT) and not _has_bit(
        layer.endings, w.mixed[n - 2] * STEP + w.mixed[n - 1], PAIR_SHIFT
    ):
        return  # one edit leaves the first two symbols of a name of four as they are, or the last two
    # from the back: the key without symbol k is (what is before k) * STEP^(how many are behind) + (what is behind)
    _same_key(self, w, layer, layer.edit_keys, layer.edit_forms, layer.edits, whole, start, True)
    before = whole
    for k in range(n - 1, start - 1, -1):
        before = (before - w.mixed[k]) * INVERSE
        _same_key(self, w, layer, layer.edit_keys, layer.edit_forms, layer.edits, before * power + behind, start, True)
        behind += w.mixed[k] * power
        power *= STEP


cdef inline void _same_key(Tables* self, Work* w, Layer* layer, const uint64_t* keys, const int32_t* forms, Py_ssize_t count, uint64_t key, int32_t start, bint edited
) noexcept nogil:
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
        if not _is_neighbour(&layer.texts[form.text], form.size, &w.symbols[start], w.size - start, edited):
            low += 1
            continue
        _note(self, w, &layer.form_signs[forms[low]], &self._where_hit[(start == 0) + 2][1])
        w.text_signs |= T_TILED | T_FILLED | T_NEIGHBOUR
        if start:  # behind a place: perhaps its organ
            w.text_signs |= T_JOINED
            _note(self, w, &layer.form_signs[forms[low]], &self._where_joined[3][1])
        low += 1


cdef bint _is_neighbour(const uint32_t* name, int32_t size, const int32_t* text, int32_t length, bint edited) noexcept nogil:
    """Whether a text with a key of this name is another one; ``edited``: and one symbol changed, added or dropped makes it."""
    cdef int32_t before = 0, behind = 0, shorter = min(size, length)
    while before < shorter and name[before] == text[before]:
        before += 1
    if not edited:
        return before < size or before < length
    while behind < shorter - before and name[size - 1 - behind] == text[length - 1 - behind]:
        behind += 1
    return before + behind == max(size, length) - 1


cdef void _lead(Tables* self, Work* w) noexcept nogil:
    """Two characters before a place that reaches to the end, the first of which begins a lead: 掌握榆次."""
    cdef int32_t k
    cdef Hit* hit
    cdef Form* form
    if w.size <= 2 or not self._leads[w.symbols[0]] or w.kinds[2] & GAP:
        return
    for k in range(w.hit_count):
        hit = &w.hits[k]
        if hit.start == 2 and hit.end == w.size and _is_exact(hit):
            form = &self._layers[hit.layer].forms[hit.form]
            if form.facts & F_PLACE and not form.facts & F_EVERYDAY and (form.role == R_FULL or form.role == R_SHORT):
                w.text_signs |= T_TILED | T_LEAD
                _note(self, w, &self._lead_signs, &self._where_joined[3][1])
                return


cdef inline bint _may_be_swapped(Tables* self, Work* w) noexcept nogil:
    """Whether one of the first two symbols begins a place, and one of the last two ends a suffix."""
    cdef int32_t n = w.size
    return (self._edges_of[w.symbols[n - 1]] | self._edges_of[w.symbols[n - 2]]) & 2 and (
        self._edges_of[w.symbols[0]] | self._edges_of[w.symbols[1]]
    ) & 1


cdef bint _swapped(Tables* self, Work* w) noexcept nogil:
    """Whether two neighbours swapped back make a place and a reserved suffix. Needs ``mixed``."""
    cdef int32_t cut, swap, n = w.size
    for cut in range(2, n - 1):
        if _is_suffix(self, w, cut, n, -1):
            for swap in range(cut - 1):
                if _is_place(self, w, 0, cut, swap):
                    return True
        if _is_place(self, w, 0, cut, -1):
            for swap in range(cut, n - 1):
                if _is_suffix(self, w, cut, n, swap):
                    return True
        if _is_place(self, w, 0, cut, cut - 1) and _is_suffix(self, w, cut, n, cut - 1):
            return True
    return False


cdef inline uint64_t _key(Tables* self, Work* w, int32_t start, int32_t end, int32_t swap) noexcept nogil:
    cdef int32_t k, read
    cdef uint64_t key = 0
    for k in range(start, end):
        read = k + 1 if k == swap else (k - 1 if k == swap + 1 and swap >= 0 else k)
        key = key * STEP + w.mixed[read]
    return key


cdef inline bint _is_place(Tables* self, Work* w, int32_t start, int32_t end, int32_t swap) noexcept nogil:
    cdef uint64_t key = _key(self, w, start, end, swap)
    return self._place_keys[key >> SET_SHIFT] & (1 << ((key >> (SET_SHIFT - 3)) & 7))


cdef inline bint _is_suffix(Tables* self, Work* w, int32_t start, int32_t end, int32_t swap) noexcept nogil:
    cdef uint64_t key = _key(self, w, start, end, swap)
    return self._suffix_keys[key >> SET_SHIFT] & (1 << ((key >> (SET_SHIFT - 3)) & 7))
