# What the scanner is made of: constants, tables, and the arrays in which it works on one text.

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
    F_BRAND = 2048

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
    T_JOINED = 524288
    T_SERVED = 1048576
    T_FILLED = 2097152
    T_CUT = 4194304

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
    MOST_SPARE = 4096  # symbols: a longer text's room is given back
    LONGEST = 50000000  # characters of one text
    MOST_HITS = 512  # of one text: what comes behind is not judged, since hits are held to one another
    MOST_WORDS = 1024
    MOST_NEEDS = 256


cdef enum:  # scanner.py: what a word is good for
    ADDS = 1  # to a claim
    SERVES = 2
    TRAP = 4
    CLAIMS = 8  # by itself: 官方, 客服


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
    uint8_t* uses  # of a group of words
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
    int32_t claimed  # short and misread, but nothing except claims follows: 腾汛|官方|客服
    int32_t split
    int32_t needed  # a match may come of it
    int32_t sure_from  # of an organ: the name that it surely is joined in begins here at the latest; -1: it may be in none
    int32_t trail
    int32_t trail_size


cdef struct Node:  # a path through the lattice, backwards
    int32_t parent
    int32_t edge


cdef struct Open:  # a place that a walk has still to go on from
    int32_t node
    int32_t place
    int32_t sure
    int32_t path


cdef struct Occurrence:
    int32_t start
    int32_t end
    int32_t layer
    int32_t group


cdef struct Join:  # a place and an organ that may be one name
    int32_t start
    int32_t end
    int32_t organ  # number of the hit; -1: it is only there to be tiled with
    int32_t place
    int32_t sure


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
    Join* joins
    int32_t join_count
    int32_t join_room
    uint32_t text_signs
    Signs signs


cdef struct Tables:  # one registry, and what rules wait for
    const uint16_t* _pages
    const uint32_t* _values
    const uint32_t* _marks
    const uint32_t* _several
    uint64_t _address_ends[64]
    int32_t _end_count
    uint16_t* _row_of
    Row* _rows
    int32_t _row_count
    Edge* _looks
    Part* _parts
    int32_t* _part_symbols
    const uint16_t* _sound_codes
    int32_t* _sound_symbols
    int32_t* _near_ends
    int32_t* _near
    int32_t* _letters
    int32_t* _letter_ends
    uint8_t* _anchors
    uint8_t* _leads
    Layer* _layers
    int32_t _layer_count
    int32_t _layer_room
    Signs _where_hit[4][16]
    Signs _where_word[8]
    Signs _where_joined[4][16]
    uint32_t _text_sign_of[64]
    Signs _text_sign_bits[64]
    int32_t _text_sign_count
    Signs _needs[2][256]
    int32_t _need_count[2]
    int _needs_nothing[2]
    Signs _shared
    uint32_t _always  # text signs that every text has
    uint64_t _rules[2][256]
    uint8_t* _spelled_from
    int32_t _literals[32][8]
    int32_t _literal_sizes[32]
    Signs _literal_signs[32]
    int32_t _literal_count
    Signs _lead_signs
    Signs _swap_signs
    uint8_t* _edges_of  # 1: begins a plain place, 2: ends a reserved suffix
    uint8_t* _place_keys
    uint8_t* _suffix_keys
    double _sure
