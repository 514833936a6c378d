// lit: the lights on the street of spires as a place of it has them, m. lit_by: the way to a lamp, unit within 0.001,
// and how much of its light is there, by how far off it is, of a lamp so large, m2; lobe: how bright one is whose
// mirrored way is so far off, a cosine; key_back, door_back: how much of their light a facet throws back. Needs
// lamps.glsl and roots.glsl. Cost: 20 operations; lobe 6, the others 20.
const float KEY_SIZE = 6.0, DOOR_SIZE = 60.0;

struct Lit {
    vec3 way;
    float light;
};

Lit lit_by(vec3 lamp, vec3 place, float size) {
    vec3 way = lamp - place;
    float far = dot(way, way);
    return Lit(way * inverse_root(far), 1.0 / (size + far));
}

float lobe(float x) {
    float a = max(x, 0.0);
    a *= a;
    a *= a;
    a *= a;
    a *= a;
    return a * a;
}

// A little lies on it beside: gold where the key is, and not a wall of brown around it.
float key_back(Lit lit, vec3 mirrored, vec3 normal, float grade) {
    float shine = lobe(dot(mirrored, lit.way));
    return (0.05 * max(dot(normal, lit.way), 0.0) + shine * (0.25 + shine) * (grade * 26.0)) * lit.light;
}

float door_back(Lit lit, vec3 mirrored, vec3 normal, float grade) {
    float shine = lobe(dot(mirrored, lit.way)) * (grade * 220.0);
    return (0.8 * max(dot(normal, lit.way), 0.0) + shine) * lit.light;
}
