# One text: what it shows of all that rules wait for.

cdef void _note(Tables* self, Work* w, Signs* of, Signs* where) noexcept nogil:
    w.signs.low |= of.low & where.low
    w.signs.high |= of.high & where.high
    w.signs.more |= of.more & where.more


cdef int _signs(Tables* self, Work* w) noexcept nogil:
    """What the text shows of all that rules wait for: never less than the rules could find."""
    cdef int32_t k, at, first, n = w.size
    cdef Hit* hit
    cdef Layer* layer
    cdef Occurrence* word
    w.signs.low = w.signs.high = w.signs.more = 0
    w.text_signs &= ~<uint32_t>T_CUT
    if w.hit_count > MOST_HITS or w.word_count > MOST_WORDS:  # whatever it shows, somebody is to see it
        w.text_signs = 0xFFFFFFFFU
        w.signs.low = w.signs.high = w.signs.more = 0xFFFFFFFFFFFFFFFFU
        return 0
    if n:
        if _joined(self, w) < 0:
            return -1
        for k in range(w.hit_count):
            hit = &w.hits[k]
            hit.claimed = _is_claimed(self, w, hit)
            if not hit.weak or hit.claimed:
                _note(self, w, &self._layers[hit.layer].form_signs[hit.form], &self._where_hit[_at(hit, n)][_read(hit)])
        for k in range(w.word_count):
            word = &w.words[k]
            at = (word.start == 0) + 2 * (word.end == n) + 4 * _inside_latin(w, word.start)
            if self._layers[word.layer].uses[word.group] & SERVES and _serves(self, w, word.start):
                w.text_signs |= T_SERVED
            _note(self, w, &self._layers[word.layer].word_signs[word.group], &self._where_word[at])
        _neighbours(self, w)
        _lead(self, w)
        for k in range(n):
            if self._spelled_from[w.symbols[k]]:
                _spells(self, w, k)
        if 4 <= n <= 8 and _may_be_swapped(self, w) and _swapped(self, w):
            w.text_signs |= T_TILED | T_SWAPPED
            _note(self, w, &self._swap_signs, &self._where_joined[3][1])
        if w.hit_count:
            if _tiles(self, w, PLACES):
                w.text_signs |= T_CHAIN
            if not w.text_signs & T_TILED and _tiles(self, w, ALL):
                w.text_signs |= T_TILED
            if w.text_signs & T_TILED and _tiles(self, w, BODIES):
                w.text_signs |= T_FILLED
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


cdef void _spells(Tables* self, Work* w, int32_t start) noexcept nogil:
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


cdef int _joined(Tables* self, Work* w) noexcept nogil:
    """Places and organs that touch; where they lie goes into ``reach`` and ``mixed`` of no other step."""
    cdef int32_t a, b, start, end, n = w.size, k, read, begins
    cdef Hit* organ
    cdef Hit* place
    cdef Form* shape
    cdef Form* named
    cdef bint turned
    w.join_count = 0
    for a in range(w.hit_count):
        organ = &w.hits[a]
        shape = &self._layers[organ.layer].forms[organ.form]
        if shape.role != R_AFTER and shape.role != R_BEFORE:
            continue
        for b in range(w.hit_count):
            place = &w.hits[b]
            named = &self._layers[place.layer].forms[place.form]
            if not _names_place(self, place):
                continue
            turned = False
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
                    start, end, turned = 0, n, True  # 发布杭州: nothing else is asked of the two
                else:
                    continue
            else:
                if place.start != organ.end or place.end + shape.rest > n:
                    continue
                start, end = organ.start, place.end + shape.rest
            if not turned and not _fits(self, w, organ, shape, place, named, start == 0 and end == n):
                continue
            begins = start
            for k in range(w.hit_count):  # the place may begin where one that contains it begins: 山西省|长治市|公安局
                if w.hits[k].end == start and self._layers[w.hits[k].layer].forms[w.hits[k].form].facts & F_PLACE:
                    begins = min(begins, w.hits[k].start)
                    if w.hits[k].weak and _add_join(w, w.hits[k].start, end, -1, -1) < 0:  # no tile by itself: 羔唐|济南市儿童医院
                        return -1
            read = _read(organ) | _read(place)
            _note(
                self, w,
                &self._layers[organ.layer].form_signs[organ.form],
                &self._where_joined[(begins == 0) + 2 * (end == n)][read],
            )
            if _add_join(w, start, end, a, b) < 0:
                return -1
            w.text_signs |= T_JOINED
    return 0


cdef bint _is_claimed(Tables* self, Work* w, Hit* hit) noexcept nogil:
    """Whether a name of two symbols, one of them misread, begins a text that otherwise only claims (match/survive.py)."""
    cdef Form* form = &self._layers[hit.layer].forms[hit.form]
    return (
        hit.weak != 0 and not hit.typed and not hit.start and form.size == 2
        and (form.role == R_FULL or form.role == R_SHORT or (form.role == R_AMBIGUOUS and _is_brand(form)))
        and not form.facts & (F_PLACE | F_COUNTRY | F_ORGAN | F_WORD) and hit.end < w.size and _claims_to_end(self, w, hit.end)
    )


cdef bint _claims_to_end(Tables* self, Work* w, int32_t place) noexcept nogil:
    cdef int32_t k
    if place == w.size:
        return True
    for k in range(w.word_count):
        if w.words[k].start == place and self._layers[w.words[k].layer].uses[w.words[k].group] & CLAIMS:
            if _claims_to_end(self, w, w.words[k].end):
                return True
    return False


cdef inline bint _names_place(Tables* self, Hit* hit) noexcept nogil:
    return (self._layers[hit.layer].forms[hit.form].facts & (F_PLACE | F_COUNTRY)) != 0


cdef inline bint _is_exact(Hit* hit) noexcept nogil:
    return not (hit.seen or hit.heard or hit.typed)


cdef int _add_join(Work* w, int32_t start, int32_t end, int32_t organ, int32_t place) noexcept nogil:
    """Keep a joined name; -1 where there is no memory."""
    if _room(<void**>&w.joins, &w.join_room, w.join_count + 1, sizeof(Join)) < 0:
        return -1
    w.joins[w.join_count].start, w.joins[w.join_count].end = start, end
    w.joins[w.join_count].organ, w.joins[w.join_count].place = organ, place
    w.join_count += 1
    return 0


cdef bint _fits(Tables* self, Work* w, Hit* organ, Form* shape, Hit* place, Form* named, bint whole) noexcept nogil:
    """Whether two halves may be one body: never less than match/fits.py lets through."""
    cdef bint organ_exact = _is_exact(organ)
    cdef bint place_exact = _is_exact(place)
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


cdef bint _serves(Tables* self, Work* w, int32_t place) noexcept nogil:
    """Whether a name of more than two characters, or a place with its organ, ends at ``place``."""
    cdef int32_t k
    cdef Hit* hit
    for k in range(w.hit_count):
        hit = &w.hits[k]
        if hit.end == place and not hit.weak and self._layers[hit.layer].forms[hit.form].size > 2:
            return True
    for k in range(w.join_count):
        if w.joins[k].end == place:
            return True
    return False


cdef enum:  # what a text may be tiled with
    PLACES = 0  # places, all but the last as they stand
    ALL = 1  # hits, joined ones, and claiming words
    BODIES = 2  # hits that are no places, organs or words, and claiming words


cdef bint _tiles(Tables* self, Work* w, int tiles) noexcept nogil:
    """Whether tiles of one kind fill the text, side by side."""
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
            if hit.start != at or (hit.weak and not hit.claimed):
                continue
            form = &self._layers[hit.layer].forms[hit.form]
            if tiles == BODIES and form.facts & (F_PLACE | F_COUNTRY | F_ORGAN | F_WORD):
                continue
            if tiles == PLACES:
                if not form.facts & F_PLACE or form.role == R_ABBREVIATION or form.role == R_INITIALS:
                    continue
                if hit.end != n and not _is_exact(hit):
                    continue
            w.reach[hit.end] = 1
        if tiles == ALL:
            for k in range(w.join_count):
                if w.joins[k].start == at:
                    w.reach[w.joins[k].end] = 1
        if tiles != PLACES:
            for k in range(w.word_count):
                if w.words[k].start == at and self._layers[w.words[k].layer].uses[w.words[k].group] & ADDS:
                    w.reach[w.words[k].end] = 1
    return w.reach[n]


cdef inline bint _inside_latin(Work* w, int32_t place) noexcept nogil:
    """Whether a Latin letter or digit stands right before another: no VX in TVXQ."""
    return place > 0 and w.kinds[place] & (LATIN | APART) == LATIN and w.kinds[place - 1] & LATIN


cdef inline int _at(Hit* hit, int32_t n) noexcept nogil:
    return (hit.start == 0) + 2 * (hit.end == n)


cdef inline int _read(Hit* hit) noexcept nogil:
    return (hit.seen > 0) + 2 * (hit.heard > 0) + 4 * (hit.typed > 0) + 8 * hit.split
