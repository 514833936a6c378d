// blocks: space broken into blocks, as rock is along its joints (Worley, A cellular texture basis function, 1996).
// Argument: point, cells. Returns three numbers of the nearest block's own, 0 to 1, the offset from its middle, cells,
// and by `gap` the distance to the border with the next block, cells.
// Cost: 27 cells, about 10 ms a full screen at 1280x720 on two cores: for textures that are drawn once.
struct Block {
    vec3 own;
    vec3 off;
    float gap;
};

Block block_at(vec3 p) {
    vec3 base = floor(p);
    vec3 nearest = vec3(9.0), second = vec3(9.0), own = vec3(0.0);
    float best = 99.0, next = 99.0;
    for (int i = 0; i < 27; i++) {
        vec3 cell = base + vec3(float(i % 3), float(i / 3 % 3), float(i / 9)) - 1.0;
        vec3 r = unpack3(hash(ivec3(cell)));
        vec3 d = p - cell - 0.12 - 0.76 * r;
        float far = dot(d, d);
        if (far < best) {
            next = best;
            second = nearest;
            best = far;
            nearest = d;
            own = r.zxy;
        } else if (far < next) {
            next = far;
            second = d;
        }
    }
    vec3 between = nearest - second;
    return Block(own, nearest, 0.5 * (next - best) * inversesqrt(max(dot(between, between), 1e-6)));
}
