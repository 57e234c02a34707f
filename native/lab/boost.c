/* Training of trees with a vector in each leaf: gradient boosting of a softmax over byte features.
 *
 * Bound as `copydesk.lab._boost`; the program itself never needs it. Sources: Friedman (2001), "Greedy function
 * approximation"; Shi (2007), "Best-first decision tree learning"; the vector leaves follow from summing the gain over
 * outputs. Every sum is made by one thread in one order: the same seed gives the same trees. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The hot loop is compiled twice and chosen by the machine; without fused operations both give the same sums. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

#define OUTPUTS 16
#define MOST_LEAVES 32 /* a bit each */
#define BINS 32
#define MAX_THREADS 16

typedef struct {
    size_t rows, features;
    int outputs, trees, leaves, sampled_features, threads;
    float rate, row_share, l2, least_weight;
    uint64_t seed;
} Settings;

typedef struct {
    size_t start, count; /* its rows in `order` */
    float *histogram;    /* sampled features x BINS x OUTPUTS */
    float gain;          /* of its best cut; 0: none */
    uint32_t feature;
    uint8_t cut;
} Leaf;

/* A tree while it grows: its questions, and which leaves a row that answers `greater` cannot reach, [first, last). */
typedef struct {
    int nodes;
    uint16_t features[MOST_LEAVES];
    uint8_t cuts[MOST_LEAVES], first[MOST_LEAVES], last[MOST_LEAVES];
    uint32_t masks[MOST_LEAVES];
} Grown;

typedef struct {
    Settings set;
    const uint8_t *columns; /* features x rows, as given */
    uint8_t *binned;        /* the same in bins */
    uint8_t (*cuts)[BINS];  /* a row is in a bin above i when its byte is greater than cut i */
    uint8_t *cut_count;
    const float *targets, *weights;
    float *sums; /* rows x OUTPUTS */
    /* of the tree in work */
    uint32_t *sample;
    size_t sample_count;
    float *gradients; /* sample x OUTPUTS; the last output holds the weight */
    uint32_t *order, *aside; /* rows of the sample, leaf by leaf */
    Leaf leaves[MOST_LEAVES];
    uint32_t *chosen;
    uint8_t *codes; /* chosen features x sample: bins */
    float *histograms; /* one a leaf */
    size_t histogram_floats;
    float *gains; /* of the best cut of each chosen feature */
    uint8_t *best_cuts;
} Trainer;

/* Where the trees go: a row of MOST_LEAVES a tree in each array (leaves: times OUTPUTS). */
typedef struct {
    uint8_t *nodes;
    uint16_t *features;
    uint8_t *cuts;
    uint32_t *masks;
    float *leaves;
} Trees;

static inline uint64_t next_random(uint64_t *state) {
    uint64_t x = (*state += 0x9E3779B97F4A7C15ull);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
    return x ^ (x >> 31);
}
static inline float random_share(uint64_t *state) { return (float)(next_random(state) >> 40) / 16777216.0f; }

/* Cut a column at values that part its rows into bins of about the same size. */
static void cut_column(Trainer *trainer, size_t feature) {
    size_t rows = trainer->set.rows, counts[256] = {0}, distinct = 0;
    const uint8_t *column = trainer->columns + feature * rows;
    uint8_t *binned = trainer->binned + feature * rows, bin_of[256], made = 0;
    for (size_t i = 0; i < rows; i++) counts[column[i]]++;
    for (int v = 0; v < 256; v++) distinct += counts[v] > 0;
    size_t seen = 0, step = rows / BINS + 1, last = 0, met = 0;
    for (int v = 0; v < 256; v++) {
        bin_of[v] = made;
        if (!counts[v]) continue;
        seen += counts[v];
        met++;
        int enough = distinct <= BINS || seen - last >= step;
        if (met < distinct && enough && made < BINS - 1) {
            trainer->cuts[feature][made++] = (uint8_t)v;
            last = seen;
        }
    }
    trainer->cut_count[feature] = made;
    for (size_t i = 0; i < rows; i++) binned[i] = bin_of[column[i]];
}

/* Gradients of the sampled rows, and where each of them stands in the tree (nowhere yet). */
static void sample_rows(Trainer *trainer, uint64_t *state) {
    const Settings *set = &trainer->set;
    trainer->sample_count = 0;
    for (size_t row = 0; row < set->rows; row++) {
        if (trainer->weights[row] <= 0 || random_share(state) >= set->row_share) continue;
        float *gradient = trainer->gradients + trainer->sample_count * OUTPUTS, weight = trainer->weights[row];
        const float *sum = trainer->sums + row * OUTPUTS, *target = trainer->targets + row * OUTPUTS;
        float best = sum[0], total = 0, share[OUTPUTS];
        for (int k = 1; k < set->outputs; k++) best = sum[k] > best ? sum[k] : best;
        for (int k = 0; k < set->outputs; k++) total += share[k] = expf(sum[k] - best);
        float certain = 0;
        for (int k = 0; k < set->outputs; k++) {
            share[k] /= total;
            certain += share[k] * share[k];
            gradient[k] = weight * (target[k] - share[k]);
        }
        for (int k = set->outputs; k < OUTPUTS - 1; k++) gradient[k] = 0;
        gradient[OUTPUTS - 1] = weight * (1 - certain); /* a row that is certain already can bend the loss no more */
        trainer->sample[trainer->sample_count++] = (uint32_t)row;
    }
}

static void sample_features(Trainer *trainer, uint64_t *state) {
    size_t all = trainer->set.features;
    for (size_t i = 0; i < all; i++) trainer->chosen[i] = (uint32_t)i;
    for (size_t i = 0; i < (size_t)trainer->set.sampled_features; i++) {
        size_t other = i + next_random(state) % (all - i);
        uint32_t kept = trainer->chosen[i];
        trainer->chosen[i] = trainer->chosen[other];
        trainer->chosen[other] = kept;
    }
}

static inline float gain_of(const float *sums, float l2, int outputs) {
    float gain = 0;
    for (int k = 0; k < outputs; k++) gain += sums[k] * sums[k];
    return gain / (sums[OUTPUTS - 1] + l2);
}

/* The bins of the sampled rows, one chosen feature after the other. */
static void gather_codes(Trainer *trainer) {
    for (int place = 0; place < trainer->set.sampled_features; place++) {
        const uint8_t *column = trainer->binned + (size_t)trainer->chosen[place] * trainer->set.rows;
        uint8_t *codes = trainer->codes + (size_t)place * trainer->sample_count;
        for (size_t i = 0; i < trainer->sample_count; i++) codes[i] = column[trainer->sample[i]];
    }
}

/* Sums of the gradients of some rows by bin, for one feature. Rows come in runs that fit the cache. */
WIDE static void add_rows(const Trainer *trainer, int place, const uint32_t *rows, size_t count, float *cells) {
    const uint8_t *codes = trainer->codes + (size_t)place * trainer->sample_count;
    for (size_t i = 0; i < count; i++) {
        float *cell = cells + (size_t)codes[rows[i]] * OUTPUTS;
        const float *gradient = trainer->gradients + (size_t)rows[i] * OUTPUTS;
        for (int k = 0; k < OUTPUTS; k++) cell[k] += gradient[k];
    }
}

#define RUN_ROWS 1024 /* gradients of so many rows stay in the second cache while all features pass over them */

static void fill_histogram(const Trainer *trainer, const Leaf *leaf, int first_place, int step) {
    size_t cells = BINS * OUTPUTS;
    for (int place = first_place; place < trainer->set.sampled_features; place += step)
        memset(leaf->histogram + (size_t)place * cells, 0, cells * sizeof(float));
    for (size_t done = 0; done < leaf->count; done += RUN_ROWS) {
        size_t count = leaf->count - done < RUN_ROWS ? leaf->count - done : RUN_ROWS;
        for (int place = first_place; place < trainer->set.sampled_features; place += step)
            add_rows(trainer, place, trainer->order + leaf->start + done, count, leaf->histogram + (size_t)place * cells);
    }
}

/* Take the sums of one child from those of its parent, which becomes the other child. */
WIDE static void subtract_histogram(const Trainer *trainer, float *parent, const float *child, int first_place, int step) {
    size_t cells = BINS * OUTPUTS;
    for (int place = first_place; place < trainer->set.sampled_features; place += step) {
        float *from = parent + (size_t)place * cells;
        const float *part = child + (size_t)place * cells;
        for (size_t i = 0; i < cells; i++) from[i] -= part[i];
    }
}

/* The best cut of one feature in one leaf. */
WIDE static void score_feature(Trainer *trainer, const Leaf *leaf, int place) {
    const Settings *set = &trainer->set;
    const float *cells = leaf->histogram + (size_t)place * BINS * OUTPUTS;
    int cuts = trainer->cut_count[trainer->chosen[place]];
    float left[OUTPUTS] = {0}, total[OUTPUTS] = {0}, right[OUTPUTS];
    for (int bin = 0; bin <= cuts; bin++)
        for (int k = 0; k < OUTPUTS; k++) total[k] += cells[bin * OUTPUTS + k];
    float whole = gain_of(total, set->l2, set->outputs);
    trainer->gains[place] = 0;
    for (int cut = 0; cut < cuts; cut++) {
        for (int k = 0; k < OUTPUTS; k++) {
            left[k] += cells[cut * OUTPUTS + k];
            right[k] = total[k] - left[k];
        }
        if (left[OUTPUTS - 1] < set->least_weight || right[OUTPUTS - 1] < set->least_weight) continue;
        float gain = gain_of(left, set->l2, set->outputs) + gain_of(right, set->l2, set->outputs) - whole;
        if (gain > trainer->gains[place]) {
            trainer->gains[place] = gain;
            trainer->best_cuts[place] = (uint8_t)cut;
        }
    }
}

/* What one thread does for one or two fresh leaves: every so manieth feature. */
typedef struct {
    Trainer *trainer;
    int number;
    Leaf *fresh, *rest; /* `rest` is NULL for the root; else its histogram is the parent's and loses that of `fresh` */
} Worker;

static void *fill_some(void *given) {
    Worker *worker = given;
    int step = worker->trainer->set.threads;
    fill_histogram(worker->trainer, worker->fresh, worker->number, step);
    if (worker->rest)
        subtract_histogram(worker->trainer, worker->rest->histogram, worker->fresh->histogram, worker->number, step);
    return NULL;
}

static void fill_all(Trainer *trainer, Leaf *fresh, Leaf *rest) {
    pthread_t running[MAX_THREADS];
    Worker workers[MAX_THREADS];
    int started[MAX_THREADS] = {0};
    int threads = trainer->set.threads;
    for (int t = 0; t < threads; t++) workers[t] = (Worker){trainer, t, fresh, rest};
    for (int t = 1; t < threads; t++) started[t] = pthread_create(&running[t], NULL, fill_some, &workers[t]) == 0;
    fill_some(&workers[0]);
    for (int t = 1; t < threads; t++) {
        if (started[t]) pthread_join(running[t], NULL);
        else fill_some(&workers[t]);
    }
}

static void find_best(Trainer *trainer, Leaf *leaf) {
    leaf->gain = 0;
    for (int place = 0; place < trainer->set.sampled_features; place++) {
        score_feature(trainer, leaf, place);
        if (trainer->gains[place] > leaf->gain) {
            leaf->gain = trainer->gains[place];
            leaf->feature = trainer->chosen[place];
            leaf->cut = trainer->best_cuts[place];
        }
    }
}

/* Part a leaf's rows, in their order; returns how many go left. */
static size_t part_rows(Trainer *trainer, const Leaf *leaf) {
    const uint8_t *column = trainer->binned + (size_t)leaf->feature * trainer->set.rows;
    uint32_t *rows = trainer->order + leaf->start;
    size_t left = 0, right = 0;
    for (size_t i = 0; i < leaf->count; i++) {
        if (column[trainer->sample[rows[i]]] > leaf->cut) trainer->aside[right++] = rows[i];
        else rows[left++] = rows[i];
    }
    memcpy(rows + left, trainer->aside, right * sizeof *rows);
    return left;
}

/* Grow one tree, always at the leaf that gains most. Leaves stand in the order of the tree, left to right. */
static void grow_tree(Trainer *trainer, Grown *grown) {
    const Settings *set = &trainer->set;
    Leaf *leaves = trainer->leaves;
    for (size_t i = 0; i < trainer->sample_count; i++) trainer->order[i] = (uint32_t)i;
    leaves[0] = (Leaf){.start = 0, .count = trainer->sample_count, .histogram = trainer->histograms};
    fill_all(trainer, &leaves[0], NULL);
    find_best(trainer, &leaves[0]);
    grown->nodes = 0;
    for (int count = 1; count < set->leaves; count++) {
        int best = 0;
        for (int i = 1; i < count; i++)
            if (leaves[i].gain > leaves[best].gain) best = i;
        if (leaves[best].gain <= 0) break;
        grown->features[grown->nodes] = (uint16_t)leaves[best].feature;
        grown->cuts[grown->nodes] = trainer->cuts[leaves[best].feature][leaves[best].cut];
        /* Later leaves move one place: those of nodes to their right as well. */
        memmove(leaves + best + 1, leaves + best, (size_t)(count - best) * sizeof *leaves);
        for (int node = 0; node < grown->nodes; node++) {
            if (grown->first[node] > best) grown->first[node]++;
            if (grown->last[node] > best) grown->last[node]++;
        }
        grown->first[grown->nodes] = (uint8_t)best;
        grown->last[grown->nodes++] = (uint8_t)(best + 1);
        Leaf *left = &leaves[best], *right = left + 1;
        size_t kept = part_rows(trainer, left);
        right->start = left->start + kept;
        right->count = left->count - kept;
        left->count = kept;
        Leaf *fresh = left->count < right->count ? left : right, *rest = fresh == left ? right : left;
        fresh->histogram = trainer->histograms + (size_t)count * trainer->histogram_floats;
        fill_all(trainer, fresh, rest);
        find_best(trainer, fresh);
        find_best(trainer, rest);
    }
}

/* One Newton step in each leaf, from the sampled rows. `out`: MOST_LEAVES rows. */
static void fill_leaves(Trainer *trainer, const Grown *grown, float *out) {
    const Settings *set = &trainer->set;
    memset(out, 0, MOST_LEAVES * OUTPUTS * sizeof *out);
    for (int n = 0; n <= grown->nodes; n++) {
        const Leaf *leaf = &trainer->leaves[n];
        float bend[OUTPUTS] = {0}, *sum = out + (size_t)n * OUTPUTS;
        for (size_t i = 0; i < leaf->count; i++) {
            size_t row = trainer->order[leaf->start + i];
            const float *gradient = trainer->gradients + row * OUTPUTS;
            const float *target = trainer->targets + (size_t)trainer->sample[row] * OUTPUTS;
            float weight = trainer->weights[trainer->sample[row]];
            for (int k = 0; k < set->outputs; k++) {
                float share = target[k] - gradient[k] / weight;
                sum[k] += gradient[k];
                bend[k] += weight * share * (1 - share);
            }
        }
        for (int k = 0; k < OUTPUTS; k++) {
            float step = k < set->outputs ? sum[k] / (bend[k] + set->l2) : 0;
            sum[k] = set->rate * (step > 4 ? 4 : step < -4 ? -4 : step);
        }
    }
}

/* The leaf of a row: the first that no node with an answer of `greater` has ruled out. */
static inline int leaf_of(const Trainer *trainer, const Grown *grown, size_t row) {
    uint32_t open = UINT32_MAX;
    for (int node = 0; node < grown->nodes; node++)
        if (trainer->columns[grown->features[node] * trainer->set.rows + row] > grown->cuts[node]) open &= ~grown->masks[node];
    return __builtin_ctz(open);
}

static void add_tree(Trainer *trainer, const Grown *grown, const float *leaves) {
    for (size_t row = 0; row < trainer->set.rows; row++) {
        const float *leaf = leaves + (size_t)leaf_of(trainer, grown, row) * OUTPUTS;
        for (int k = 0; k < OUTPUTS; k++) trainer->sums[row * OUTPUTS + (size_t)k] += leaf[k];
    }
}

static void start_sums(Trainer *trainer, float *bias) {
    const Settings *set = &trainer->set;
    double totals[OUTPUTS] = {0}, all = 1e-9;
    for (size_t row = 0; row < set->rows; row++)
        for (int k = 0; k < set->outputs; k++) {
            totals[k] += trainer->weights[row] * trainer->targets[row * OUTPUTS + (size_t)k];
            all += trainer->weights[row] * trainer->targets[row * OUTPUTS + (size_t)k];
        }
    for (int k = 0; k < OUTPUTS; k++) bias[k] = k < set->outputs ? (float)log(totals[k] / all + 1e-4) : 0;
    for (size_t row = 0; row < set->rows; row++) memcpy(trainer->sums + row * OUTPUTS, bias, OUTPUTS * sizeof *bias);
}

static void train(Trainer *trainer, Trees *trees, float *bias) {
    Settings *set = &trainer->set;
    uint64_t state = set->seed;
    for (size_t f = 0; f < set->features; f++) cut_column(trainer, f);
    start_sums(trainer, bias);
    for (int tree = 0; tree < set->trees; tree++) {
        size_t slot = (size_t)tree * MOST_LEAVES;
        Grown grown;
        memset(&grown, 0, sizeof grown);
        sample_rows(trainer, &state);
        sample_features(trainer, &state);
        gather_codes(trainer);
        grow_tree(trainer, &grown);
        for (int node = 0; node < grown.nodes; node++)
            grown.masks[node] = (uint32_t)(((uint64_t)1 << grown.last[node]) - ((uint64_t)1 << grown.first[node]));
        fill_leaves(trainer, &grown, trees->leaves + slot * OUTPUTS);
        add_tree(trainer, &grown, trees->leaves + slot * OUTPUTS);
        trees->nodes[tree] = (uint8_t)grown.nodes;
        memcpy(trees->features + slot, grown.features, sizeof grown.features);
        memcpy(trees->cuts + slot, grown.cuts, sizeof grown.cuts);
        memcpy(trees->masks + slot, grown.masks, sizeof grown.masks);
    }
}

/* ------------------------------------------------------------------ binding */

static int make_trainer(Trainer *trainer) {
    size_t rows = trainer->set.rows, features = trainer->set.features;
    trainer->binned = malloc(rows * features + 1);
    trainer->cuts = calloc(features + 1, sizeof *trainer->cuts);
    trainer->cut_count = calloc(features + 1, 1);
    trainer->codes = malloc((size_t)trainer->set.sampled_features * rows + 1);
    trainer->sums = malloc((rows + 1) * OUTPUTS * sizeof(float));
    trainer->sample = malloc((rows + 1) * sizeof(uint32_t));
    trainer->gradients = malloc((rows + 1) * OUTPUTS * sizeof(float));
    trainer->order = malloc((rows + 1) * sizeof(uint32_t));
    trainer->aside = malloc((rows + 1) * sizeof(uint32_t));
    trainer->chosen = malloc((features + 1) * sizeof(uint32_t));
    trainer->gains = malloc((features + 1) * sizeof(float));
    trainer->best_cuts = malloc(features + 1);
    trainer->histogram_floats = (size_t)trainer->set.sampled_features * BINS * OUTPUTS;
    trainer->histograms = malloc((size_t)trainer->set.leaves * trainer->histogram_floats * sizeof(float));
    return trainer->binned && trainer->cuts && trainer->cut_count && trainer->codes && trainer->sums && trainer->sample &&
           trainer->gradients && trainer->order && trainer->aside && trainer->chosen && trainer->gains && trainer->best_cuts &&
           trainer->histograms;
}

static void free_trainer(Trainer *trainer) {
    free(trainer->binned);
    free(trainer->cuts);
    free(trainer->cut_count);
    free(trainer->codes);
    free(trainer->sums);
    free(trainer->sample);
    free(trainer->gradients);
    free(trainer->order);
    free(trainer->aside);
    free(trainer->chosen);
    free(trainer->gains);
    free(trainer->best_cuts);
    free(trainer->histograms);
}

static const char *check_settings(const Settings *set, Py_ssize_t columns, Py_ssize_t targets, Py_ssize_t weights) {
    if (set->outputs < 2 || set->outputs >= OUTPUTS) return "outputs must be 2 to 15";
    if (set->leaves < 2 || set->leaves > MOST_LEAVES) return "leaves must be 2 to 32";
    if (set->trees < 1 || set->threads < 1 || set->threads > MAX_THREADS) return "trees and threads must be positive";
    if (set->sampled_features < 1 || (size_t)set->sampled_features > set->features) return "more features sampled than there are";
    if ((size_t)columns != set->rows * set->features) return "columns want features x rows bytes";
    if ((size_t)targets != set->rows * OUTPUTS * sizeof(float)) return "targets want rows x 16 float32";
    if ((size_t)weights != set->rows * sizeof(float)) return "weights want rows float32";
    return NULL;
}

static PyObject *boost_train(PyObject *module, PyObject *args, PyObject *keywords) {
    (void)module;
    static char *names[] = {"columns", "targets", "weights", "outputs", "trees", "leaves", "sampled_features", "threads",
                            "rate", "row_share", "l2", "least_weight", "seed", NULL};
    Py_buffer columns, targets, weights;
    Trainer trainer;
    memset(&trainer, 0, sizeof trainer);
    Settings *set = &trainer.set;
    unsigned long long seed;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "y*y*y*$iiiiiffffK", names, &columns, &targets, &weights, &set->outputs,
                                     &set->trees, &set->leaves, &set->sampled_features, &set->threads, &set->rate,
                                     &set->row_share, &set->l2, &set->least_weight, &seed))
        return NULL;
    set->seed = seed;
    set->rows = (size_t)weights.len / sizeof(float);
    set->features = set->rows ? (size_t)columns.len / set->rows : 0;
    trainer.columns = columns.buf;
    trainer.targets = targets.buf;
    trainer.weights = weights.buf;
    PyObject *result = NULL, *made[6] = {NULL};
    const char *wrong = check_settings(set, columns.len, targets.len, weights.len);
    if (wrong) {
        PyErr_SetString(PyExc_ValueError, wrong);
        goto done;
    }
    size_t slots = (size_t)set->trees * MOST_LEAVES;
    size_t sizes[6] = {(size_t)set->trees, slots * sizeof(uint16_t), slots, slots * sizeof(uint32_t),
                       slots * OUTPUTS * sizeof(float), OUTPUTS * sizeof(float)};
    for (int i = 0; i < 6; i++)
        if (!(made[i] = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)sizes[i]))) goto done;
    if (!make_trainer(&trainer)) {
        PyErr_NoMemory();
        goto done;
    }
    Trees trees = {(uint8_t *)PyBytes_AS_STRING(made[0]), (uint16_t *)(void *)PyBytes_AS_STRING(made[1]),
                   (uint8_t *)PyBytes_AS_STRING(made[2]), (uint32_t *)(void *)PyBytes_AS_STRING(made[3]),
                   (float *)(void *)PyBytes_AS_STRING(made[4])};
    float *bias = (float *)(void *)PyBytes_AS_STRING(made[5]);
    Py_BEGIN_ALLOW_THREADS
    train(&trainer, &trees, bias);
    Py_END_ALLOW_THREADS
    result = PyTuple_Pack(6, made[0], made[1], made[2], made[3], made[4], made[5]);
done:
    free_trainer(&trainer);
    for (int i = 0; i < 6; i++) Py_XDECREF(made[i]);
    PyBuffer_Release(&columns);
    PyBuffer_Release(&targets);
    PyBuffer_Release(&weights);
    return result;
}

static PyMethodDef boost_methods[] = {
    {"train", (PyCFunction)(void (*)(void))boost_train, METH_VARARGS | METH_KEYWORDS,
     "Train trees. columns: features x rows bytes; targets: rows x 16 float32; weights: rows float32.\n"
     "Returns (nodes uint8 trees, features uint16 trees x 32, thresholds uint8 trees x 32, masks uint32 trees x 32,\n"
     "leaves float32 trees x 32 x 16, bias float32 16): a row that is above a node's threshold cannot reach the leaves of\n"
     "the node's mask; its leaf is the first that is left."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef boost_module = {PyModuleDef_HEAD_INIT, "copydesk.lab._boost", "Training of trees.", -1,
                                          boost_methods,         NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__boost(void) { return PyModule_Create(&boost_module); }
