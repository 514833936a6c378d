// leaf_point: where on a leaf of the door a fragment lies, as the eye sees it: point_at finds it, sink what of it the
// niche's floor and wall are, for which the carving need not wait. Needs slab.glsl and niche.glsl, and the place, the
// view and the pixel from the vertices. COLLAR_RING: as in leaves.glsl. Cost: 40 operations and niche_at's.
// A point of a leaf as the eye sees it.
struct Point {
    vec2 at;  // m, in the plane of the door
    float side, size;  // of the door; m, a pixel
    vec2 p;  // m from the leaf's own edge, and up, on the floor of a niche if that is seen there
    vec3 brim;  // edge of the niche, as of niche_at
    float low;  // m to the edge of its floor, negative inside
    float per;  // pixels a metre, across the niche's edge
    float ground, wall, sunk;  // 1 on the floor, 1 on the wall, and how deep on that
    float deep;  // 0 on the face, 1 on the floor
};

// The floor of a niche lies deeper than the rails around it, and moves with the eye.
Point point_at() {
    Point pt;
    pt.at = place.xy;
    pt.side = place.x < 0.0 ? -1.0 : 1.0;
    pt.size = pixel.z;
    vec2 face = vec2((abs(place.x) - parted.x) * stretched, place.y);
#ifdef COLLAR_RING
    pt.p = face;
    pt.brim = vec3(0.0);
    pt.low = 0.0;
#else
    vec2 look = view.xy * vec2(pt.side, 1.0) * (DEEP / min(view.z, -0.05));
    pt.brim = niche_at(face);
    pt.p = pt.brim.x < 0.0 ? face + look : face;
    pt.low = pt.brim.x + dot(pt.brim.yz, look);  // walls are nearly straight so close to them
#endif
    return pt;
}

// Say how much of the pixel the floor and the wall of a niche take.
void sink(inout Point pt) {
#ifdef COLLAR_RING
    pt.ground = pt.wall = pt.sunk = pt.deep = 0.0;
#else
    pt.per = dot(pt.brim.yz * pt.brim.yz, pixel.xy);
    float within = clamp(0.5 - pt.brim.x * pt.per, 0.0, 1.0);
    pt.ground = clamp(0.5 - pt.low * pt.per, 0.0, 1.0) * within;
    pt.sunk = clamp(pt.brim.x / min(pt.brim.x - pt.low, -1e-4), 0.0, 1.0);
    pt.wall = within - pt.ground;
    pt.deep = max(pt.ground, pt.wall * pt.sunk);
#endif
}
