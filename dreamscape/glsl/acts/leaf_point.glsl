// leaf_point: where on a leaf of the door a fragment lies, as the eye sees it. Needs slab.glsl and niche.glsl, and the
// place and the view from the vertices. COLLAR_RING: as in leaves.glsl. Cost: 60 operations and niche_at's.
// A point of a leaf as the eye sees it.
struct Point {
    vec2 at;  // m, in the plane of the door
    float side, size;  // of the door; m, a pixel
    vec3 wide;  // m, a pixel, across the niche's edge, across joints and across the strip
    vec2 p;  // m from the leaf's own edge, and up, on the floor of a niche if that is seen there
    vec3 brim, low;  // edge of the niche and of its floor, as of niche_at
    float ground, wall, sunk;  // 1 on the floor, 1 on the wall, and how deep on that
    float deep;  // 0 on the face, 1 on the floor
};

// The floor of a niche lies deeper than the rails around it, and moves with the eye.
Point point_at() {
    Point pt;
    pt.at = place.xy;
    pt.side = place.x < 0.0 ? -1.0 : 1.0;
    vec2 face = vec2((abs(place.x) - parted.x) * (HALF_WIDE / (HALF_WIDE - parted.x)), place.y);
    vec2 right = dFdx(place.xy) * vec2(pt.side, 1.0), above = dFdy(place.xy) * vec2(pt.side, 1.0);
    pt.size = max(abs(right.y) + abs(above.y), 1e-4);
#ifdef COLLAR_RING
    vec2 l = vec2(face.x, face.y - LOCK_HIGH);
    float r = length(l);
    pt.brim = vec3(COLLAR - r, l * (-1.0 / r));
    pt.low = pt.brim;
    pt.wide = vec3(pt.size);
    pt.ground = pt.wall = pt.sunk = pt.deep = 0.0;
    pt.p = face;
#else
    vec2 look = view.xy * vec2(pt.side, 1.0) * (DEEP / min(view.z, -0.05));
    pt.brim = niche_at(face);
    pt.low = vec3(pt.brim.x + dot(pt.brim.yz, look), pt.brim.yz);  // walls are nearly straight so close to them
    vec2 out_way = vec2(dot(pt.brim.yz, right), dot(pt.brim.yz, above));
    pt.wide = max(sqrt(vec3(dot(out_way, out_way), right.y * right.y + above.y * above.y,
        right.x * right.x + above.x * above.x)), 1e-4);
    float per = 1.0 / pt.wide.x;
    float within = clamp(0.5 - pt.brim.x * per, 0.0, 1.0);
    pt.ground = clamp(0.5 - pt.low.x * per, 0.0, 1.0) * within;
    pt.sunk = clamp(pt.brim.x / min(pt.brim.x - pt.low.x, -1e-4), 0.0, 1.0);
    pt.wall = within - pt.ground;
    pt.deep = max(pt.ground, pt.wall * pt.sunk);
    pt.p = face + look * step(0.5, within);
#endif
    return pt;
}
