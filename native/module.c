/* The binding: `copydesk._kernel`. The GIL is released while a page is read, described and labelled. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stddef.h>
#include <string.h>

#include "entity.h"
#include "model.h"
#include "table.h"
#include "utf8.h"
#include "words.h"

/* ------------------------------------------------------------------ columns */

typedef struct {
    const char *name;
    size_t offset;
    const char *format; /* as in the struct module */
    size_t size;
} ColumnSpec;

#define COLUMN(type, name, field, format) {name, offsetof(type, field), format, sizeof(((type *)0)->field)}
#define RANGE(type, name, field)                                             \
    {name "_start", offsetof(type, field) + offsetof(Range, start), "I", 4}, \
        {name "_end", offsetof(type, field) + offsetof(Range, end), "I", 4}
#define END_OF_COLUMNS {NULL, 0, NULL, 0}

static const ColumnSpec BLOCK_COLUMNS[] = {
    COLUMN(Block, "start", start, "I"), COLUMN(Block, "end", end, "I"),
    COLUMN(Block, "source_start", source_start, "I"), COLUMN(Block, "source_end", source_end, "I"),
    COLUMN(Block, "container", container, "i"), COLUMN(Block, "flags", flags, "I"),
    COLUMN(Block, "words", words, "I"), COLUMN(Block, "link_chars", link_chars, "I"),
    COLUMN(Block, "strong_chars", strong_chars, "I"), COLUMN(Block, "table", table, "I"),
    COLUMN(Block, "row", row, "I"), COLUMN(Block, "column", column, "I"),
    COLUMN(Block, "ordinal", ordinal, "I"), COLUMN(Block, "media_before", media_before, "I"),
    RANGE(Block, "mark", marks),
    COLUMN(Block, "depth", depth, "H"), COLUMN(Block, "link_count", link_count, "H"),
    COLUMN(Block, "mark_count", mark_count, "H"), COLUMN(Block, "breaks", breaks, "H"),
    COLUMN(Block, "tag", tag, "B"), COLUMN(Block, "heading_level", heading_level, "B"),
    COLUMN(Block, "list_depth", list_depth, "B"), COLUMN(Block, "signs", signs, "B"),
    COLUMN(Block, "class_words", class_words, "Q"), END_OF_COLUMNS};
static const ColumnSpec CONTAINER_COLUMNS[] = {
    COLUMN(Container, "parent", parent, "i"), COLUMN(Container, "flags", flags, "I"),
    COLUMN(Container, "class_words", class_words, "Q"), COLUMN(Container, "words_around", words_around, "Q"),
    RANGE(Container, "class", classes), RANGE(Container, "id", id),
    COLUMN(Container, "source_start", source_start, "I"), COLUMN(Container, "first_block", first_block, "I"),
    COLUMN(Container, "last_block", last_block, "I"), COLUMN(Container, "words", words, "I"),
    COLUMN(Container, "link_chars", link_chars, "I"), COLUMN(Container, "depth", depth, "H"),
    COLUMN(Container, "tag", tag, "B"), END_OF_COLUMNS};
static const ColumnSpec MARK_COLUMNS[] = {
    COLUMN(Mark, "tag", tag, "B"), COLUMN(Mark, "block", block, "I"), COLUMN(Mark, "start", start, "I"),
    COLUMN(Mark, "end", end, "I"), COLUMN(Mark, "class_words", class_words, "Q"), RANGE(Mark, "value", value),
    END_OF_COLUMNS};
static const ColumnSpec MEDIA_COLUMNS[] = {
    COLUMN(Media, "tag", tag, "B"), COLUMN(Media, "block", block, "I"), COLUMN(Media, "container", container, "i"),
    RANGE(Media, "source", source), RANGE(Media, "set", set), RANGE(Media, "alternate", alternate),
    RANGE(Media, "link", link), COLUMN(Media, "width", width, "I"), COLUMN(Media, "height", height, "I"),
    END_OF_COLUMNS};
static const ColumnSpec HEAD_COLUMNS[] = {
    COLUMN(HeadRow, "kind", kind, "B"), RANGE(HeadRow, "name", name), RANGE(HeadRow, "value", value),
    RANGE(HeadRow, "type", type), RANGE(HeadRow, "language", language), END_OF_COLUMNS};
static const ColumnSpec PROPERTY_COLUMNS[] = {
    RANGE(PropertyRow, "name", name), RANGE(PropertyRow, "value", value), COLUMN(PropertyRow, "start", start, "I"),
    COLUMN(PropertyRow, "end", end, "I"), COLUMN(PropertyRow, "scope", scope, "i"),
    COLUMN(PropertyRow, "from_attribute", from_attribute, "B"), END_OF_COLUMNS};
static const ColumnSpec SCOPE_COLUMNS[] = {RANGE(ScopeRow, "type", type), RANGE(ScopeRow, "name", name),
                                           COLUMN(ScopeRow, "parent", parent, "i"), END_OF_COLUMNS};

#define ARRAY_SPEC(name, columns, array, type) {name, columns, offsetof(Table, array), sizeof(type)}
static const struct {
    const char *name;
    const ColumnSpec *columns;
    size_t array;
    size_t row_size;
} ARRAYS[] = {
    ARRAY_SPEC("blocks", BLOCK_COLUMNS, blocks, Block),
    ARRAY_SPEC("containers", CONTAINER_COLUMNS, containers, Container),
    ARRAY_SPEC("marks", MARK_COLUMNS, marks, Mark),
    ARRAY_SPEC("media", MEDIA_COLUMNS, media, Media),
    ARRAY_SPEC("head", HEAD_COLUMNS, head, HeadRow),
    ARRAY_SPEC("properties", PROPERTY_COLUMNS, properties, PropertyRow),
    ARRAY_SPEC("scopes", SCOPE_COLUMNS, scopes, ScopeRow),
};

/* ------------------------------------------------------------------ Table */

typedef struct {
    PyObject_HEAD
    Table table;
    PyObject *source; /* keeps the bytes alive that features look into */
} TableObject;

static PyTypeObject TableType;

static void table_dealloc(TableObject *self) {
    table_free(&self->table);
    Py_XDECREF(self->source);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *table_text(TableObject *self, void *closure) {
    (void)closure;
    return PyUnicode_DecodeUTF8((const char *)self->table.text, (Py_ssize_t)self->table.text_length, "replace");
}

/* A view on one field of an array of rows; keeps its table alive. */
typedef struct {
    PyObject_HEAD
    PyObject *owner;
    void *first;
    const ColumnSpec *spec;
    Py_ssize_t shape, stride;
} ColumnObject;

static void column_dealloc(ColumnObject *self) {
    Py_XDECREF(self->owner);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static int column_buffer(ColumnObject *self, Py_buffer *view, int flags) {
    if (flags & PyBUF_WRITABLE) {
        PyErr_SetString(PyExc_BufferError, "columns are read-only");
        return -1;
    }
    view->buf = self->first;
    view->obj = Py_NewRef((PyObject *)self);
    view->itemsize = (Py_ssize_t)self->spec->size;
    view->len = self->shape * view->itemsize;
    view->readonly = 1;
    view->ndim = 1;
    view->format = (char *)self->spec->format;
    view->shape = &self->shape;
    view->strides = &self->stride;
    view->suboffsets = NULL;
    view->internal = NULL;
    return 0;
}

static PyBufferProcs column_procs = {(getbufferproc)column_buffer, NULL};
static PyTypeObject ColumnType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "copydesk._kernel.Column",
    .tp_basicsize = sizeof(ColumnObject),
    .tp_dealloc = (destructor)column_dealloc,
    .tp_as_buffer = &column_procs,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyObject *view_on(TableObject *self, const ColumnSpec *spec, size_t array, size_t row_size) {
    static char nothing[16];
    char *base = (char *)&self->table + array;
    void *rows = *(void **)base;
    size_t count = *(size_t *)(base + sizeof(void *));
    ColumnObject *column = PyObject_New(ColumnObject, &ColumnType);
    if (!column) return NULL;
    column->owner = Py_NewRef((PyObject *)self);
    column->first = count ? (char *)rows + spec->offset : nothing;
    column->spec = spec;
    column->shape = (Py_ssize_t)count;
    column->stride = (Py_ssize_t)row_size;
    PyObject *view = PyMemoryView_FromObject((PyObject *)column);
    Py_DECREF(column);
    return view;
}

/* Without white space around it; takes the reference. */
static PyObject *stripped(PyObject *text) {
    Py_ssize_t length = PyUnicode_GET_LENGTH(text), first = 0, last = length;
    while (first < last && Py_UNICODE_ISSPACE(PyUnicode_READ_CHAR(text, first))) first++;
    while (first < last && Py_UNICODE_ISSPACE(PyUnicode_READ_CHAR(text, last - 1))) last--;
    if (last - first == length) return text;
    PyObject *inner = PyUnicode_Substring(text, first, last);
    Py_DECREF(text);
    return inner;
}

static PyObject *texts_at(TableObject *self, size_t offset, size_t array, size_t row_size) {
    char *base = (char *)&self->table + array;
    char *rows = *(char **)base;
    Py_ssize_t count = *(Py_ssize_t *)(base + sizeof(void *));
    PyObject *texts = PyList_New(count);
    for (Py_ssize_t row = 0; texts && row < count; row++) {
        const Range *range = (const Range *)(rows + (size_t)row * row_size + offset);
        const char *source = PyBytes_AS_STRING(self->source);
        PyObject *text = PyUnicode_DecodeUTF8(source + range->start, (Py_ssize_t)(range->end - range->start), "replace");
        if (text) text = stripped(text);
        if (text) PyList_SET_ITEM(texts, row, text);
        else Py_CLEAR(texts);
    }
    return texts;
}

static PyObject *table_column(TableObject *self, PyObject *args) {
    const char *array, *name;
    if (!PyArg_ParseTuple(args, "ss", &array, &name)) return NULL;
    for (size_t i = 0; i < sizeof ARRAYS / sizeof *ARRAYS; i++) {
        if (strcmp(ARRAYS[i].name, array)) continue;
        for (const ColumnSpec *spec = ARRAYS[i].columns; spec->name; spec++)
            if (!strcmp(spec->name, name)) return view_on(self, spec, ARRAYS[i].array, ARRAYS[i].row_size);
    }
    PyErr_Format(PyExc_KeyError, "the table has no column %s.%s", array, name);
    return NULL;
}

/* The source's text in one range of each row, without white space around it. */
static PyObject *table_texts(TableObject *self, PyObject *args) {
    const char *array, *name;
    if (!PyArg_ParseTuple(args, "ss", &array, &name)) return NULL;
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof ARRAYS / sizeof *ARRAYS; i++) {
        if (strcmp(ARRAYS[i].name, array)) continue;
        for (const ColumnSpec *spec = ARRAYS[i].columns; spec->name; spec++)
            if (!strncmp(spec->name, name, length) && !strcmp(spec->name + length, "_start"))
                return texts_at(self, spec->offset, ARRAYS[i].array, ARRAYS[i].row_size);
    }
    PyErr_Format(PyExc_KeyError, "the table has no range %s.%s", array, name);
    return NULL;
}

/* Columns without the padding that the kernel keeps between them. */
static PyObject *packed(const uint8_t *columns, size_t count, size_t rows, size_t stride) {
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * rows));
    if (!bytes) return NULL;
    for (size_t i = 0; i < count && rows; i++) memcpy(PyBytes_AS_STRING(bytes) + i * rows, columns + i * stride, rows);
    return bytes;
}

static int describe_released(TableObject *self, Features *features) {
    int made;
    Py_BEGIN_ALLOW_THREADS
    made = describe(&self->table, NULL, 0, features);
    Py_END_ALLOW_THREADS
    if (!made) PyErr_NoMemory();
    return made;
}

static PyObject *table_features(TableObject *self, PyObject *unused) {
    (void)unused;
    Features features;
    if (!describe_released(self, &features)) return NULL;
    size_t hashes = features.rows * HASHES * sizeof(uint16_t);
    PyObject *columns = packed(features.columns, FEATURE_COUNT, features.rows, features.stride);
    PyObject *result = columns ? PyTuple_New(1 + VOTERS) : NULL;
    for (int v = 0; result && v < VOTERS; v++) {
        PyObject *packed_hashes = PyBytes_FromStringAndSize((char *)features.hashes[v], (Py_ssize_t)hashes);
        if (packed_hashes) PyTuple_SET_ITEM(result, 1 + v, packed_hashes);
        else Py_CLEAR(result);
    }
    if (result) PyTuple_SET_ITEM(result, 0, columns);
    else Py_XDECREF(columns);
    features_free(&features);
    return result;
}

/* Context and kind features from given shares: what training on held-out predictions needs. */
static PyObject *table_context(TableObject *self, PyObject *args) {
    Py_buffer shares, kinds;
    if (!PyArg_ParseTuple(args, "y*y*", &shares, &kinds)) return NULL;
    Features features;
    PyObject *result = NULL;
    uint8_t *columns = NULL;
    uint8_t values[KIND_FEATURES];
    if (!describe_released(self, &features)) goto release;
    if ((size_t)shares.len != features.rows * PART_COUNT * sizeof(float) || kinds.len != KIND_COUNT * sizeof(float)) {
        PyErr_SetString(PyExc_ValueError, "shares want one row of 15 float32 a block, kinds 7 float32");
        goto free_features;
    }
    columns = calloc(CONTEXT_COUNT, features.stride ? features.stride : FOREST_ROWS);
    if (!columns || !describe_context(&self->table, &features, shares.buf, kinds.buf, columns, features.stride)) {
        PyErr_NoMemory();
        goto free_features;
    }
    describe_kind(&self->table, &features, shares.buf, values);
    PyObject *context = packed(columns, CONTEXT_COUNT, features.rows, features.stride);
    if (context) result = Py_BuildValue("(Ny#)", context, (char *)values, (Py_ssize_t)sizeof values);
free_features:
    features_free(&features);
release:
    free(columns);
    PyBuffer_Release(&shares);
    PyBuffer_Release(&kinds);
    return result;
}

static PyMethodDef table_methods[] = {
    {"features", (PyCFunction)table_features, METH_NOARGS, "Feature columns, and the hashes of each voter."},
    {"context", (PyCFunction)table_context, METH_VARARGS, "Context columns and kind features from given shares."},
    {"column", (PyCFunction)table_column, METH_VARARGS, "One column of one of the table's arrays, as a memoryview."},
    {"texts", (PyCFunction)table_texts, METH_VARARGS, "What the source holds at one range of each row, as a list."},
    {NULL, NULL, 0, NULL}};
static PyGetSetDef table_getset[] = {
    {"text", (getter)table_text, NULL, "The visible text, blocks parted by one newline.", NULL},
    {NULL, NULL, NULL, NULL, NULL}};
static PyTypeObject TableType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "copydesk._kernel.Table",
    .tp_basicsize = sizeof(TableObject),
    .tp_dealloc = (destructor)table_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "The table of one page.",
    .tp_methods = table_methods,
    .tp_getset = table_getset,
};

/* ------------------------------------------------------------------ Model */

typedef struct {
    PyObject_HEAD
    Model model;
    PyObject *weights;
} ModelObject;

static void model_dealloc(ModelObject *self) {
    model_free(&self->model);
    Py_XDECREF(self->weights);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static int model_init(ModelObject *self, PyObject *args, PyObject *keywords) {
    PyObject *weights;
    static char *names[] = {"weights", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "S", names, &weights)) return -1;
    if (self->weights) {
        PyErr_SetString(PyExc_TypeError, "a model is made once");
        return -1;
    }
    const char *wrong = model_read(&self->model, (uint8_t *)PyBytes_AS_STRING(weights), (size_t)PyBytes_GET_SIZE(weights));
    if (wrong) {
        PyErr_Format(PyExc_ValueError, "these weights cannot be used: %s", wrong);
        return -1;
    }
    self->weights = Py_NewRef(weights);
    return 0;
}

static int label_released(ModelObject *self, PyObject *table, float favour, Labels *labels) {
    if (!PyObject_TypeCheck(table, &TableType)) {
        PyErr_SetString(PyExc_TypeError, "a model labels a Table");
        return 0;
    }
    if (!self->weights) {
        PyErr_SetString(PyExc_ValueError, "the model has no weights");
        return 0;
    }
    int made;
    Py_BEGIN_ALLOW_THREADS
    made = label_blocks(&self->model, &((TableObject *)table)->table, favour, labels);
    Py_END_ALLOW_THREADS
    if (!made) PyErr_NoMemory();
    return made;
}

static PyObject *model_label(ModelObject *self, PyObject *args) {
    PyObject *table;
    float favour = 1;
    if (!PyArg_ParseTuple(args, "O|f", &table, &favour)) return NULL;
    if (!(favour > 0 && favour < 1000)) {
        PyErr_SetString(PyExc_ValueError, "favour must be a positive number");
        return NULL;
    }
    Labels labels;
    if (!label_released(self, table, favour, &labels)) return NULL;
    PyObject *result = Py_BuildValue("(y#y#y#d)", (char *)labels.codes, (Py_ssize_t)labels.rows, (char *)labels.scores,
                                     (Py_ssize_t)(labels.rows * sizeof(float)), (char *)labels.kinds,
                                     (Py_ssize_t)sizeof labels.kinds, (double)labels.expected_f1);
    labels_free(&labels);
    return result;
}

static PyObject *model_shares(ModelObject *self, PyObject *table) {
    Labels labels;
    if (!label_released(self, table, 1, &labels)) return NULL;
    PyObject *result = PyBytes_FromStringAndSize((char *)labels.shares, (Py_ssize_t)(labels.rows * sizeof *labels.shares));
    labels_free(&labels);
    return result;
}

static PyMethodDef model_methods[] = {
    {"label", (PyCFunction)model_label, METH_VARARGS, "Part code and score of each block, score of each kind, expected word F1."},
    {"shares", (PyCFunction)model_shares, METH_O, "Probability of each part for each block, float32."},
    {NULL, NULL, 0, NULL}};
static PyTypeObject ModelType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "copydesk._kernel.Model",
    .tp_basicsize = sizeof(ModelObject),
    .tp_dealloc = (destructor)model_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "A block model.",
    .tp_methods = model_methods,
    .tp_init = (initproc)model_init,
    .tp_new = PyType_GenericNew,
};

/* ------------------------------------------------------------------ reading */

#define LARGEST_SOURCE 0x60000000ll /* offsets are 32 bits, and the text may be a quarter longer than the source */

/* The bytes of `given` as valid UTF-8: itself, or a repaired copy. */
static PyObject *valid_source(PyObject *given) {
    PyObject *source = PyBytes_CheckExact(given) ? Py_NewRef(given) : PyBytes_FromObject(given);
    if (!source) return NULL;
    if (PyBytes_GET_SIZE(source) > LARGEST_SOURCE) {
        PyErr_Format(PyExc_ValueError, "a page of %zd bytes is too large: the limit is %lld", PyBytes_GET_SIZE(source),
                     LARGEST_SOURCE);
        Py_DECREF(source);
        return NULL;
    }
    if (!utf8_malformed((unsigned char *)PyBytes_AS_STRING(source), (size_t)PyBytes_GET_SIZE(source))) return source;
    PyObject *text = PyUnicode_DecodeUTF8(PyBytes_AS_STRING(source), PyBytes_GET_SIZE(source), "replace");
    Py_DECREF(source);
    if (!text) return NULL;
    PyObject *repaired = PyUnicode_AsUTF8String(text);
    Py_DECREF(text);
    return repaired;
}

static PyObject *read_with(PyObject *given, void (*reader)(Table *, const unsigned char *, size_t)) {
    PyObject *source = valid_source(given);
    if (!source) return NULL;
    TableObject *self = PyObject_New(TableObject, &TableType);
    if (!self) {
        Py_DECREF(source);
        return NULL;
    }
    memset(&self->table, 0, sizeof self->table);
    self->source = source;
    Py_BEGIN_ALLOW_THREADS
    reader(&self->table, (const unsigned char *)PyBytes_AS_STRING(source), (size_t)PyBytes_GET_SIZE(source));
    Py_END_ALLOW_THREADS
    if (self->table.failed) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static PyObject *kernel_read_html(PyObject *module, PyObject *given) {
    (void)module;
    return read_with(given, read_html_page);
}

static PyObject *kernel_read_text(PyObject *module, PyObject *given) {
    (void)module;
    return read_with(given, read_text_page);
}

static PyObject *kernel_malformed(PyObject *module, PyObject *given) {
    (void)module;
    Py_buffer view;
    if (PyObject_GetBuffer(given, &view, PyBUF_SIMPLE)) return NULL;
    size_t count;
    Py_BEGIN_ALLOW_THREADS
    count = utf8_malformed(view.buf, (size_t)view.len);
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&view);
    return PyLong_FromSize_t(count);
}

static PyObject *kernel_places(PyObject *module, PyObject *args) {
    (void)module;
    Py_buffer codes;
    unsigned char code;
    if (!PyArg_ParseTuple(args, "y*b", &codes, &code)) return NULL;
    PyObject *places = PyList_New(0);
    const char *first = codes.buf, *end = first + codes.len, *at = first;
    while (places && at < end && (at = memchr(at, code, (size_t)(end - at)))) {
        PyObject *place = PyLong_FromSsize_t(at++ - first);
        if (!place || PyList_Append(places, place)) Py_CLEAR(places);
        Py_XDECREF(place);
    }
    PyBuffer_Release(&codes);
    return places;
}

static PyMethodDef kernel_methods[] = {
    {"read_html", kernel_read_html, METH_O, "Read UTF-8 HTML into a table."},
    {"read_text", kernel_read_text, METH_O, "Read UTF-8 text without markup into a table."},
    {"malformed", kernel_malformed, METH_O, "How many malformed UTF-8 sequences the bytes hold."},
    {"places", kernel_places, METH_VARARGS, "Where a code stands in a column of codes, ascending."},
    {NULL, NULL, 0, NULL}};

/* ------------------------------------------------------------------ module */

static int add_names(PyObject *module, const char *name, const char *const *names, size_t count) {
    PyObject *tuple = PyTuple_New((Py_ssize_t)count);
    if (!tuple) return -1;
    for (size_t i = 0; i < count; i++) {
        PyObject *text = PyUnicode_FromString(names[i]);
        if (!text) {
            Py_DECREF(tuple);
            return -1;
        }
        PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, text);
    }
    int failed = PyModule_AddObjectRef(module, name, tuple);
    Py_DECREF(tuple);
    return failed;
}

static int add_flags(PyObject *module) {
    PyObject *flags = PyDict_New();
    if (!flags) return -1;
    for (int i = 0; i < FLAG_COUNT; i++) {
        PyObject *bit = PyLong_FromUnsignedLong(1ul << i);
        if (!bit || PyDict_SetItemString(flags, FLAG_NAMES[i], bit)) {
            Py_XDECREF(bit);
            Py_DECREF(flags);
            return -1;
        }
        Py_DECREF(bit);
    }
    int failed = PyModule_AddObjectRef(module, "FLAGS", flags);
    Py_DECREF(flags);
    return failed;
}

static int add_features(PyObject *module) {
    PyObject *tuple = PyTuple_New(FEATURE_COUNT);
    if (!tuple) return -1;
    for (int i = 0; i < FEATURE_COUNT; i++) {
        char name[48];
        feature_name(i, name);
        PyObject *text = PyUnicode_FromString(name);
        if (!text) {
            Py_DECREF(tuple);
            return -1;
        }
        PyTuple_SET_ITEM(tuple, i, text);
    }
    int failed = PyModule_AddObjectRef(module, "FEATURES", tuple);
    Py_DECREF(tuple);
    return failed || PyModule_AddIntConstant(module, "CONTEXT_COUNT", CONTEXT_COUNT) ||
           PyModule_AddIntConstant(module, "KIND_FEATURES", KIND_FEATURES) ||
           PyModule_AddIntConstant(module, "VOTES", VOTES) || PyModule_AddIntConstant(module, "HASHES", HASHES) ||
           PyModule_AddObject(module, "VOTE_BUCKETS",
                              Py_BuildValue("(IIII)", WORD_BUCKETS, PAIR_BUCKETS, CLASS_BUCKETS, LINK_BUCKETS));
}

static struct PyModuleDef kernel_module = {PyModuleDef_HEAD_INIT, "copydesk._kernel", "The native kernel.", -1,
                                           kernel_methods,         NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) {
    tags_start();
    words_start();
    entities_start();
    describe_start();
    forest_start();
    if (PyType_Ready(&TableType) || PyType_Ready(&ColumnType) || PyType_Ready(&ModelType)) return NULL;
    PyObject *module = PyModule_Create(&kernel_module);
    if (!module) return NULL;
    if (add_names(module, "TAGS", TAG_NAMES, TAG_COUNT) || add_flags(module) ||
        add_names(module, "CLASS_WORDS", WORD_GROUP_NAMES, WORD_GROUPS) || add_features(module) ||
        PyModule_AddObjectRef(module, "Table", (PyObject *)&TableType) ||
        PyModule_AddObjectRef(module, "Model", (PyObject *)&ModelType)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
