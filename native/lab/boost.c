/* Training of oblivious trees with a vector in each leaf: gradient boosting of a softmax over byte features.
 *
 * Bound as `copydesk.lab._boost`; the program itself never needs it. Sources: Friedman (2001), "Greedy function
 * approximation"; Langley and Sage (1994) for trees that ask one question a level; the vector leaves follow from
 * summing the gain over outputs. Every sum is made by one thread in one order: the same seed gives the same trees. */
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
#define DEEPEST 8 /* slots a tree has in a weights file; at most 7 are used */
#define BINS 32
#define MAX_THREADS 16

typedef struct {
    size_t rows, features;
    int outputs, trees, depth, sampled_features, threads;
    float rate, row_share, l2, least_weight;
    uint64_t seed;
} Settings;

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
    uint8_t *leaves;
    uint32_t *chosen;
    int level;
    float *gains; /* features x BINS of the chosen features */
} Trainer;

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
        for (int k = 0; k < OUTPUTS; k++) gradient[k] = k < set->outputs ? weight * (target[k] - share[k] / total) : 0;
        gradient[OUTPUTS - 1] = weight;
        trainer->leaves[trainer->sample_count] = 0;
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

/* Gain of every cut of one feature at the current level, summed over the leaves so far. */
WIDE static void score_feature(Trainer *trainer, size_t place, float *histogram) {
    const Settings *set = &trainer->set;
    size_t feature = trainer->chosen[place], leaf_count = (size_t)1 << trainer->level;
    const uint8_t *column = trainer->binned + feature * set->rows;
    int cuts = trainer->cut_count[feature];
    float *gains = trainer->gains + place * BINS;
    memset(histogram, 0, leaf_count * BINS * OUTPUTS * sizeof *histogram);
    for (size_t i = 0; i < trainer->sample_count; i++) {
        float *cell = histogram + ((size_t)trainer->leaves[i] * BINS + column[trainer->sample[i]]) * OUTPUTS;
        const float *gradient = trainer->gradients + i * OUTPUTS;
        for (int k = 0; k < OUTPUTS; k++) cell[k] += gradient[k];
    }
    for (int cut = 0; cut < BINS; cut++) gains[cut] = cut < cuts ? 0 : -1;
    for (size_t leaf = 0; leaf < leaf_count; leaf++) {
        const float *cells = histogram + leaf * BINS * OUTPUTS;
        float left[OUTPUTS] = {0}, total[OUTPUTS] = {0}, right[OUTPUTS];
        for (int bin = 0; bin <= cuts; bin++)
            for (int k = 0; k < OUTPUTS; k++) total[k] += cells[bin * OUTPUTS + k];
        for (int cut = 0; cut < cuts; cut++) {
            for (int k = 0; k < OUTPUTS; k++) {
                left[k] += cells[cut * OUTPUTS + k];
                right[k] = total[k] - left[k];
            }
            if (left[OUTPUTS - 1] < set->least_weight || right[OUTPUTS - 1] < set->least_weight)
                gains[cut] += gain_of(total, set->l2, set->outputs);
            else
                gains[cut] += gain_of(left, set->l2, set->outputs) + gain_of(right, set->l2, set->outputs);
        }
    }
}

typedef struct {
    Trainer *trainer;
    int number;
    float *histogram;
} Worker;

static void *score_some(void *given) {
    Worker *worker = given;
    for (int place = worker->number; place < worker->trainer->set.sampled_features; place += worker->trainer->set.threads)
        score_feature(worker->trainer, (size_t)place, worker->histogram);
    return NULL;
}

static void score_all(Worker *workers, int threads) {
    pthread_t running[MAX_THREADS];
    int started[MAX_THREADS] = {0};
    for (int t = 1; t < threads; t++) started[t] = pthread_create(&running[t], NULL, score_some, &workers[t]) == 0;
    score_some(&workers[0]);
    for (int t = 1; t < threads; t++) {
        if (started[t]) pthread_join(running[t], NULL);
        else score_some(&workers[t]);
    }
}

/* Ask one more question: the best cut of all sampled features. Returns 0 where none gains. */
static int grow_level(Trainer *trainer, Worker *workers, uint16_t *feature, uint8_t *threshold) {
    score_all(workers, trainer->set.threads);
    float best = 0;
    size_t best_place = 0;
    int best_cut = -1;
    for (size_t place = 0; place < (size_t)trainer->set.sampled_features; place++)
        for (int cut = 0; cut < BINS; cut++)
            if (trainer->gains[place * BINS + (size_t)cut] > best) {
                best = trainer->gains[place * BINS + (size_t)cut];
                best_place = place;
                best_cut = cut;
            }
    if (best_cut < 0) return 0;
    size_t chosen = trainer->chosen[best_place];
    const uint8_t *column = trainer->binned + chosen * trainer->set.rows;
    for (size_t i = 0; i < trainer->sample_count; i++)
        trainer->leaves[i] |= (uint8_t)((column[trainer->sample[i]] > best_cut) << trainer->level);
    *feature = (uint16_t)chosen;
    *threshold = trainer->cuts[chosen][best_cut];
    trainer->level++;
    return 1;
}

/* One Newton step in each leaf, from the sampled rows. `out`: 2^depth rows. */
static void fill_leaves(Trainer *trainer, float *out) {
    const Settings *set = &trainer->set;
    size_t count = (size_t)1 << set->depth;
    float *curvature = calloc(count * OUTPUTS, sizeof *curvature);
    memset(out, 0, count * OUTPUTS * sizeof *out);
    if (!curvature) return;
    for (size_t i = 0; i < trainer->sample_count; i++) {
        const float *gradient = trainer->gradients + i * OUTPUTS;
        const float *target = trainer->targets + (size_t)trainer->sample[i] * OUTPUTS;
        float weight = gradient[OUTPUTS - 1];
        float *sum = out + (size_t)trainer->leaves[i] * OUTPUTS, *bend = curvature + (size_t)trainer->leaves[i] * OUTPUTS;
        for (int k = 0; k < set->outputs; k++) {
            float share = target[k] - gradient[k] / weight;
            sum[k] += gradient[k];
            bend[k] += weight * share * (1 - share);
        }
    }
    for (size_t i = 0; i < count * OUTPUTS; i++) {
        float step = out[i] / (curvature[i] + set->l2);
        out[i] = set->rate * (step > 4 ? 4 : step < -4 ? -4 : step);
    }
    free(curvature);
}

static void add_tree(Trainer *trainer, const uint16_t *features, const uint8_t *thresholds, const float *leaves) {
    for (size_t row = 0; row < trainer->set.rows; row++) {
        size_t leaf = 0;
        for (int level = 0; level < trainer->set.depth; level++)
            leaf |= (size_t)(trainer->columns[features[level] * trainer->set.rows + row] > thresholds[level]) << level;
        for (int k = 0; k < OUTPUTS; k++) trainer->sums[row * OUTPUTS + (size_t)k] += leaves[leaf * OUTPUTS + (size_t)k];
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

static int train(Trainer *trainer, uint16_t *features, uint8_t *thresholds, float *leaves, float *bias) {
    Settings *set = &trainer->set;
    uint64_t state = set->seed;
    size_t leaf_floats = ((size_t)1 << set->depth) * OUTPUTS;
    Worker workers[MAX_THREADS];
    memset(workers, 0, sizeof workers);
    int made = 1;
    for (int t = 0; t < set->threads; t++) {
        workers[t] = (Worker){trainer, t, malloc(leaf_floats * BINS * sizeof(float))};
        made = made && workers[t].histogram;
    }
    if (made) {
        for (size_t f = 0; f < set->features; f++) cut_column(trainer, f);
        start_sums(trainer, bias);
    }
    for (int tree = 0; made && tree < set->trees; tree++) {
        uint16_t *tree_features = features + (size_t)tree * DEEPEST;
        uint8_t *tree_thresholds = thresholds + (size_t)tree * DEEPEST;
        memset(tree_features, 0, DEEPEST * sizeof *tree_features);
        memset(tree_thresholds, 255, DEEPEST); /* no byte is greater: such a level never parts rows */
        sample_rows(trainer, &state);
        sample_features(trainer, &state);
        trainer->level = 0;
        while (trainer->level < set->depth &&
               grow_level(trainer, workers, &tree_features[trainer->level], &tree_thresholds[trainer->level])) {
        }
        fill_leaves(trainer, leaves + (size_t)tree * leaf_floats);
        add_tree(trainer, tree_features, tree_thresholds, leaves + (size_t)tree * leaf_floats);
    }
    for (int t = 0; t < set->threads; t++) free(workers[t].histogram);
    return made;
}

/* ------------------------------------------------------------------ binding */

static int make_trainer(Trainer *trainer) {
    size_t rows = trainer->set.rows, features = trainer->set.features;
    trainer->binned = malloc(rows * features + 1);
    trainer->cuts = calloc(features + 1, sizeof *trainer->cuts);
    trainer->cut_count = calloc(features + 1, 1);
    trainer->sums = malloc((rows + 1) * OUTPUTS * sizeof(float));
    trainer->sample = malloc((rows + 1) * sizeof(uint32_t));
    trainer->gradients = malloc((rows + 1) * OUTPUTS * sizeof(float));
    trainer->leaves = malloc(rows + 1);
    trainer->chosen = malloc((features + 1) * sizeof(uint32_t));
    trainer->gains = malloc((features + 1) * BINS * sizeof(float));
    return trainer->binned && trainer->cuts && trainer->cut_count && trainer->sums && trainer->sample &&
           trainer->gradients && trainer->leaves && trainer->chosen && trainer->gains;
}

static void free_trainer(Trainer *trainer) {
    free(trainer->binned);
    free(trainer->cuts);
    free(trainer->cut_count);
    free(trainer->sums);
    free(trainer->sample);
    free(trainer->gradients);
    free(trainer->leaves);
    free(trainer->chosen);
    free(trainer->gains);
}

static const char *check_settings(const Settings *set, Py_ssize_t columns, Py_ssize_t targets, Py_ssize_t weights) {
    if (set->outputs < 2 || set->outputs >= OUTPUTS) return "outputs must be 2 to 15";
    if (set->depth < 1 || set->depth >= DEEPEST) return "depth must be 1 to 7";
    if (set->trees < 1 || set->threads < 1 || set->threads > MAX_THREADS) return "trees and threads must be positive";
    if (set->sampled_features < 1 || (size_t)set->sampled_features > set->features) return "more features sampled than there are";
    if ((size_t)columns != set->rows * set->features) return "columns want features x rows bytes";
    if ((size_t)targets != set->rows * OUTPUTS * sizeof(float)) return "targets want rows x 16 float32";
    if ((size_t)weights != set->rows * sizeof(float)) return "weights want rows float32";
    return NULL;
}

static PyObject *boost_train(PyObject *module, PyObject *args, PyObject *keywords) {
    (void)module;
    static char *names[] = {"columns", "targets", "weights", "outputs", "trees", "depth", "sampled_features", "threads",
                            "rate", "row_share", "l2", "least_weight", "seed", NULL};
    Py_buffer columns, targets, weights;
    Trainer trainer;
    memset(&trainer, 0, sizeof trainer);
    Settings *set = &trainer.set;
    unsigned long long seed;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "y*y*y*$iiiiiffffK", names, &columns, &targets, &weights, &set->outputs,
                                     &set->trees, &set->depth, &set->sampled_features, &set->threads, &set->rate,
                                     &set->row_share, &set->l2, &set->least_weight, &seed))
        return NULL;
    set->seed = seed;
    set->rows = (size_t)weights.len / sizeof(float);
    set->features = set->rows ? (size_t)columns.len / set->rows : 0;
    trainer.columns = columns.buf;
    trainer.targets = targets.buf;
    trainer.weights = weights.buf;
    PyObject *result = NULL, *features = NULL, *thresholds = NULL, *leaves = NULL, *bias = NULL;
    const char *wrong = check_settings(set, columns.len, targets.len, weights.len);
    if (wrong) {
        PyErr_SetString(PyExc_ValueError, wrong);
        goto done;
    }
    size_t slots = (size_t)set->trees * DEEPEST, leaf_bytes = (size_t)set->trees * ((size_t)1 << set->depth) * OUTPUTS * sizeof(float);
    features = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(slots * sizeof(uint16_t)));
    thresholds = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)slots);
    leaves = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)leaf_bytes);
    bias = PyBytes_FromStringAndSize(NULL, OUTPUTS * sizeof(float));
    int made = features && thresholds && leaves && bias && make_trainer(&trainer);
    if (made) {
        uint16_t *f = (uint16_t *)(void *)PyBytes_AS_STRING(features);
        uint8_t *t = (uint8_t *)PyBytes_AS_STRING(thresholds);
        float *l = (float *)(void *)PyBytes_AS_STRING(leaves), *b = (float *)(void *)PyBytes_AS_STRING(bias);
        Py_BEGIN_ALLOW_THREADS
        made = train(&trainer, f, t, l, b);
        Py_END_ALLOW_THREADS
    }
    if (made) result = PyTuple_Pack(4, features, thresholds, leaves, bias);
    else if (!PyErr_Occurred()) PyErr_NoMemory();
done:
    free_trainer(&trainer);
    Py_XDECREF(features);
    Py_XDECREF(thresholds);
    Py_XDECREF(leaves);
    Py_XDECREF(bias);
    PyBuffer_Release(&columns);
    PyBuffer_Release(&targets);
    PyBuffer_Release(&weights);
    return result;
}

static PyMethodDef boost_methods[] = {
    {"train", (PyCFunction)(void (*)(void))boost_train, METH_VARARGS | METH_KEYWORDS,
     "Train trees. columns: features x rows bytes; targets: rows x 16 float32; weights: rows float32.\n"
     "Returns (features uint16 trees x 8, thresholds uint8 trees x 8, leaves float32 trees x 2^depth x 16, bias float32 16)."},
    {NULL, NULL, 0, NULL}};

static struct PyModuleDef boost_module = {PyModuleDef_HEAD_INIT, "copydesk.lab._boost", "Training of oblivious trees.", -1,
                                          boost_methods,         NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__boost(void) { return PyModule_Create(&boost_module); }
