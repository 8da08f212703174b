# One text: walks through the tries, and whether what they spell bears its evidence.

cdef int _walks(Tables* self, Work* w) noexcept nogil:
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
            if _walk(self, w, number, &self._layers[number].glyph, w.glyph_start, False, start) < 0:
                return -1
        for start in range(w.size):
            if _walk(self, w, number, &self._layers[number].sound, w.sound_start, True, start) < 0:
                return -1
    return 0


cdef int _walk(Tables* self, Work* w, int32_t layer, Trie* trie, int32_t* edges_from, bint by_ear, int32_t start
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
                if _spelled(self, w, layer, trie, trie.value[slot], by_ear, start, end, w.node_count) < 0:
                    return -1
            if end < n:
                if _room(<void**>&w.opens, &w.open_room, opened + 1, sizeof(Open)) < 0:
                    return -1
                w.opens[opened].node, w.opens[opened].place, w.opens[opened].path = slot, end, w.node_count
                opened += 1
            w.node_count += 1
    return 0


cdef int _spelled(Tables* self, Work* w, int32_t layer, Trie* trie, int32_t value, bint by_ear, int32_t start, int32_t end, int32_t path
) noexcept nogil:
    """Note the forms of a pattern that bear the weight of their evidence."""
    cdef int32_t size = 0, node = path, k, number
    cdef bint whole = _tokens_whole(self, w, start, end)
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
        hit.seen = hit.heard = hit.typed = hit.near = hit.weak = hit.claimed = hit.split = hit.needed = 0
        hit.sure_from = -1
        hit.trail, hit.trail_size = w.trail_count, size
        if by_ear:
            if not _heard(self, w, &self._layers[layer], &hit, size, whole):
                continue
        elif not _seen(self, w, &self._layers[layer].forms[number], &hit, size):
            continue
        if not by_ear and _plain(self, w, size):
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


cdef inline bint _plain(Tables* self, Work* w, int32_t size) noexcept nogil:
    cdef int32_t k
    for k in range(size):
        if w.edges[w.reversed[k]].technique != PLAIN:
            return False
    return True


cdef bint _seen(Tables* self, Work* w, Form* form, Hit* hit, int32_t size) noexcept nogil:
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
    elif form.role == R_ABBREVIATION or form.size == 1 or (form.role == R_AMBIGUOUS and not _is_brand(form)):
        return False
    elif seen > (1 if form.size == 2 else (form.size + 1) // 2):
        return False
    hit.weak = not form.facts & F_WORD and form.size <= 2 and (
        form.role == R_AMBIGUOUS or (not split and _weakly_seen(self, w, hit, size))
    )
    return True


cdef inline bint _is_brand(Form* form) noexcept nogil:
    """Whether it is a short name of two characters by which everybody calls a company: 微信, 小米."""
    return form.size == 2 and form.facts & F_BRAND != 0


cdef bint _weakly_seen(Tables* self, Work* w, Hit* hit, int32_t size) noexcept nogil:
    """Whether a look-alike is unsure, or is itself a character that names are written with."""
    cdef int32_t k, symbol
    cdef Edge* edge
    for k in range(min(size, hit.end - hit.start)):
        edge = &w.edges[w.reversed[k]]
        symbol = w.symbols[hit.start + k]
        if edge.score < self._sure or (symbol != edge.glyph and self._anchors[symbol]):
            return True
    return False


cdef bint _heard(Tables* self, Work* w, Layer* layer, Hit* hit, int32_t size, bint whole) noexcept nogil:
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
    if typed and form.size == 2 and not form.facts & (F_WORD | F_PART):
        return False  # jingdong is a given name
    closed = whole and _pinyin_whole(self, w, hit.start, size)
    if not closed and not form.facts & F_PART:
        return False
    hit.seen, hit.heard, hit.typed, hit.near, hit.split = seen, heard, typed, near, split
    hit.weak = not closed or (form.size == 2 and not typed)
    return True


cdef inline bint _tokens_whole(Tables* self, Work* w, int32_t start, int32_t end) noexcept nogil:
    if w.symbols[start] < 128 and not w.bounds[start]:
        return False
    return w.symbols[end - 1] >= 128 or w.bounds[end]


cdef bint _pinyin_whole(Tables* self, Work* w, int32_t start, int32_t size) noexcept nogil:
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


cdef int _words(Tables* self, Work* w) noexcept nogil:
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


cdef void _sort_words(Work* w) noexcept nogil:
    """Words in order of place, of those that begin alike the longer first."""
    cdef int32_t k, place
    cdef Occurrence word
    for k in range(1, w.word_count):
        word = w.words[k]
        place = k
        while place and w.words[place - 1].start == word.start and w.words[place - 1].end < word.end:
            w.words[place] = w.words[place - 1]
            place -= 1
        w.words[place] = word


cdef void _cut(Work* w) noexcept nogil:
    """Keep the first ``MOST_HITS`` hits by place, in order, and the first ``MOST_WORDS`` words."""
    cdef int32_t k
    for k in range(w.hit_count):
        w.hits[k].needed = k
    qsort(w.hits, w.hit_count, sizeof(Hit), _in_order)
    w.hit_count = min(w.hit_count, MOST_HITS)
    w.word_count = min(w.word_count, MOST_WORDS)


cdef int _in_order(const void* one, const void* other) noexcept nogil:
    cdef const Hit* a = <const Hit*>one
    cdef const Hit* b = <const Hit*>other
    if a.start != b.start:
        return -1 if a.start < b.start else 1
    if a.end != b.end:
        return -1 if a.end > b.end else 1
    return -1 if a.needed < b.needed else 1


cdef void _sort(Work* w) noexcept nogil:
    """Hits in order of place, of those that begin alike the longer first, of the same symbols as they were found."""
    cdef int32_t k, place
    cdef Hit hit
    for k in range(1, w.hit_count):
        hit = w.hits[k]
        place = k
        while place and (
            w.hits[place - 1].start > hit.start or (w.hits[place - 1].start == hit.start and w.hits[place - 1].end < hit.end)
        ):
            w.hits[place] = w.hits[place - 1]
            place -= 1
        w.hits[place] = hit
