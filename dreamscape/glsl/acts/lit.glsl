// lit: the lights on the street of spires as a place of it has them, m. lit_at: the ways to key and door, unit, and how
// much of their light is there, by how far off they are; lobe: how bright one is whose mirrored way is so far off, a
// cosine. Needs lamps.glsl. Cost: 40 operations; lobe 6.
struct Lit {
    vec3 to_key, to_door;
    float ember, glow;
};

Lit lit_at(vec3 place) {
    vec3 to_key = key - place, to_door = door - place;
    float key_far = dot(to_key, to_key), door_far = dot(to_door, to_door);
    return Lit(to_key * inversesqrt(key_far), to_door * inversesqrt(door_far),
        1.0 / (6.0 + key_far), 1.0 / (60.0 + door_far));
}

float lobe(float x) {
    float a = max(x, 0.0);
    a *= a;
    a *= a;
    a *= a;
    a *= a;
    return a * a;
}
