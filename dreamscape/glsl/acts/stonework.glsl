// stonework: the stone of the portal, as its mesh and the arrises of that show it; metres. Vertex stage: set_out places
// a vertex. Fragment stage: stone_seen, its light. Stone is read from a tile. Include it after frame.glsl and
// touch.glsl. FRONT: the front's face and what stands along the way, which nothing shades; STEPS: these, and sides of
// the front; ORDERS: the arch's shafts, what lies between them, and bronze; GROUND: that, and the line of light; WALLS:
// all but ORDERS. WHO: somebody stands before the door, too far from front and shafts to be seen there. SNOW: where
// some lies. EDGES: strips a pixel wide, along ORDERS. Cost: about 150 operations and two taps a pixel, 110 more with
// snow.
#define DULL
#if defined(FRONT) || defined(STEPS)
#define ABOVE
#endif
#define SENT
#include "sine.glsl"
#include "door_light.glsl"

#ifdef VERTEX_STAGE
in vec3 position;
in vec3 normal;
in vec3 along;     // in which the tile's x runs
in vec2 tile;
in vec2 surface;   // how open to the sky, below 0 on risers; -1 a shaft, 0 stone, 1 bronze, 2 wet ground, 3 light
in vec4 afar;      // normal and openness, where a pixel holds several folds
uniform vec3 who;  // m, the feet of the one who stands there, on the ground
uniform float puddles;  // how wet the ground is
uniform float snow;     // how much lies
out vec3 place;
out vec3 facing;
out vec3 right_way;
out vec2 on_tile;
out vec2 made;
flat out vec3 stone_tint, bronze_tint, patina_tint, moss_glow;
flat out vec2 cast_by;  // as `hole`
flat out vec4 measures;  // the angle of a pixel; how moss glows with the heart; how wet ground is; how much snow lies
flat out vec4 stander;   // m, x and z of who stands there, and how far along these their shadow runs for a metre up
flat out vec2 footing;   // m, the height of the ground; one over that run, squared

void set_out() {
    // all but steps and ground, and the floor where it meets the leaves
    float leaning = step(-0.01, position.y) * (1.0 - clamp(1.0 - abs(surface.y - 2.0), 0.0, 1.0))
        * (1.0 - step(0.05, position.z) * step(position.y, 0.01));
    place = position + vec3(0.0, 0.0, pressed(position.xy).z * leaning);
    gl_Position = frame.view_projection * vec4(place, 1.0);
    // the line of light is never thinner than a pixel
    float thin = max(0.9 * frame.pixel * gl_Position.w - 0.034, 0.0) * step(2.5, surface.y) * step(0.01, position.y);
    place.y += thin;
    gl_Position += frame.view_projection[1] * thin;
    float far = clamp(frame.pixel * gl_Position.w * 60.0 - 0.8, 0.0, 1.0);  // folds are 1 to 3 cm wide
    facing = mix(normal, afar.xyz, far);
    right_way = along;
    on_tile = tile;
    made = vec2(mix(surface.x, afar.w, far), surface.y);
    set_lights();
    send_air();
    cast_by = hole;
    measures = vec4(frame.pixel, 0.30 * frame.heart * frame.heart, puddles, snow);
    vec2 thrown = -moon.xz / max(moon.y, 0.2);
    stander = vec4(who.xz, thrown);
    footing = vec2(who.y, 1.0 / dot(thrown, thrown));
    moss_glow = frame.accent;
    stone_tint = frame.dominant * 0.045 + frame.counter * 0.062 + frame.other * 0.022;
    bronze_tint = frame.other * (0.055 * polish);
    patina_tint = (frame.accent * 0.007 + frame.dominant * 0.03 + frame.other * 0.012) * polish;
}
#endif

#ifdef FRAGMENT_STAGE
#ifdef ORDERS
uniform sampler2D shaft_sheet;  // as of shaft_sheet.glsl; two of its tiles are one of stone
#if QUALITY == 2 && !defined(EDGES)
#define FINE_STAINS
uniform sampler2D shaft_stains;  // its stains, so smooth that they need no filter but in the largest pictures
#endif
#else
uniform sampler2D stone_sheet;  // as of stone_sheet.glsl
uniform sampler2D stone_stains;  // how light it is, coarser
#endif
in vec3 place;
in vec3 facing;
in vec3 right_way;
in vec2 on_tile;
in vec2 made;
flat in vec3 stone_tint, bronze_tint, patina_tint, moss_glow;
flat in vec2 cast_by, footing;
flat in vec4 measures, stander;

// How much of the sky and of the moon the one who stands there leaves to a place: a dark patch at the feet, and a
// shadow away from the moon.
vec2 stood_in(vec3 place, float up) {
    vec2 beside = place.xz - stander.xy;
    float sole = dot(beside, beside) * 9.0 + 4.0 * max(place.y - footing.x - 0.05, 0.0);
    float run = clamp(dot(beside, stander.zw) * footing.y, 0.0, 1.75);
    vec2 off = beside - stander.zw * run;
    float dark = smoothstep(0.11 + 0.12 * run, 0.02, length(off) - 0.10) * step(0.05, run) * up;
    return vec2(1.0 - 0.8 / (1.0 + sole * sole), 1.0 - 0.85 * dark);
}

// How much of the moon comes here; no edge of a joint is lit where the stone itself is not.
float sun_at_stone(float size) {
    float faces = dot(facing, moon_way);
    float turned_to = clamp(faces / max(0.2, 1.5 * fwidth(faces)), 0.0, 1.0);
#ifdef FRONT
    return turned_to * beamed(place);
#else
    return sunlit(place, moon_way, cast_by, size) * step(place.z, cast_by.y + 0.5) * turned_to * beamed(place);
#endif
}

// What water mirrors: the haze, and the line of light under the door.
vec3 mirrored(vec3 seen, float tilt) {
    float height = place.y - place.z * seen.y / max(-seen.z, 0.05) * (1.0 + 0.15 * tilt);
    float streak = 1.0 / (1.0 + 14.0 * height * height) * clamp(6.0 - 3.2 * abs(place.x), 0.0, 1.0);
    float line = (0.10 + 0.8 * parted.x) / (1.5 + 5.0 * parted.x) * streak;
    return (haze_glow * (0.7 * made.x) + slit_glow * line) * (1.0 - seen.y);
}

struct Snow {
    float lies;    // how much is seen
    vec3 tilt;     // of its surface
    float shaded;  // how much light it leaves to itself and to stone
};

#ifdef SNOW
// How much snow lies: on all that faces up, deeper against the door and the walls, thin where feet have been.
float snow_at(float tone, float broad, float up) {
    float trodden = 1.0 / (1.0 + 2.2 * place.x * place.x) * clamp(1.4 + 0.5 * place.z, 0.0, 1.0);
    return clamp(2.4 * up + 1.3 * broad + 0.25 * tone - 1.9 - 0.75 * trodden, 0.0, 1.0) * measures.w;
}

// Snow that hangs over a riser from its nosing, and lies in a pile at its foot: how much of it is seen here, how far it
// looks up, and how much light it leaves to the stone between. `size` of a pixel, m.
vec3 hanging(float size) {
    float along = dot(place, right_way) + 7.0 * place.y;
    float uneven = sine(4.1 * along) + 0.6 * sine(11.3 * along + 1.7) + 0.35 * sine(27.0 * along);
    float down = (1.0 + made.x) * 0.30, up = 0.165 - down;  // m from the nosing, and from the foot
    float lip = 0.034 + 0.010 * uneven, pile = 0.026 - 0.009 * uneven;
    vec2 covered = clamp(0.5 + (vec2(lip, pile) - vec2(down, up)) / (1.8 * size), 0.0, 1.0);
    covered *= covered;  // snow is so much brighter than stone
    float round_over = 0.9 - 1.25 * down / lip;
    float looks = mix(0.6 + 0.5 * up / pile, round_over, covered.x);
    float shade = clamp((down - lip) * 14.0 + 0.4, 0.0, 1.0), rim = down / lip;
    float lies = max(covered.x, covered.y);
    float sheltered = clamp(0.40 + (place.y - footing.x) / (3.0 * pile), 0.0, 1.0);  // as the ground there is
    return vec3(lies, looks, mix(shade, covered.x > covered.y ? 1.0 - 0.45 * covered.x * rim * rim : sheltered, lies));
}

Snow snow_here(float size, float tone, float broad, float up, float part) {
    Snow over = Snow(snow_at(tone, broad, up) * part, vec3(0.0), 1.0);
#ifndef FRONT
    if (made.x <= 0.0) {
        vec3 hangs = hanging(size);
        over = Snow(hangs.x, vec3(0.0, hangs.y * min(2.0 * hangs.x, 1.0), 0.0), hangs.z);
    }
#endif
    if (over.lies * up > 0.0) {
        vec2 q = place.xz + 0.35 * broad;
        over.tilt.xz = 0.16 * over.lies * vec2(sine(5.3 * q.x + 2.1 * q.y) + 0.6 * sine(13.0 * q.x - 7.0 * q.y),
            sine(6.1 * q.y - 1.7 * q.x) + 0.6 * sine(12.0 * q.y + 9.0 * q.x));
    }
    return over;
}
#endif

// What of a place is bronze, ground, and a shaft without joints.
vec3 kinds() {
#ifdef ABOVE
    return vec3(0.0);
#elif defined(ORDERS)
    return vec3(max(1.0 - abs(made.y - 1.0), 0.0), 0.0, clamp(-made.y, 0.0, 1.0));
#else
    return vec3(0.0, max(1.0 - abs(made.y - 2.0), 0.0), 0.0);
#endif
}

// The sheet that shows this part of the stone.
vec4 sheet_here() {
#ifdef ORDERS
    return texture(shaft_sheet, on_tile * 2.0);
#else
    return texture(stone_sheet, on_tile);
#endif
}

// Stains, and where water gathers.
float stains() {
#ifdef EDGES
    return 0.578;  // what they are in the mean, within 0.07
#elif defined(FINE_STAINS)
    return texture(shaft_stains, on_tile * 0.5).r;
#elif defined(ORDERS)
    return textureLod(shaft_sheet, on_tile * 0.5, QUALITY < 2 ? 2.0 : 1.0).w;
#else
    return texture(stone_stains, on_tile * 0.17 + 0.31).r;
#endif
}

vec3 tint_of(float worn, float broad, float bronze, float fur, Snow over) {
    vec3 metal = mix(bronze_tint, patina_tint, clamp((broad - 0.10) * 1.25, 0.0, 1.0));
    vec3 tint = mix(mix(stone_tint * worn, metal, bronze), moss_glow * 0.10, min(fur * 1.5, 1.0));
    float trampled = clamp(1.1 + 0.17 * place.z, 0.25, 1.0);  // before the door; far less white, else it outshines it
    return mix(tint, (frame.counter * 0.20 + frame.light * 0.11) * trampled, over.lies) * over.shaded;
}

// Light through the air from so far away, m; or of the line of light.
vec3 through_air(vec3 c, vec2 air, float away) {
#if !defined(ABOVE) && !defined(ORDERS)
    c = mix(c, slit_glow * ((1.6 + 6.0 * parted.x) / (1.5 + 5.0 * parted.x) * (1.0 - 0.35 * AIR.z)),
        clamp(made.y - 2.0, 0.0, 1.0));
#endif
#ifdef GROUND
    air.x *= clamp(1.32 - 0.033 * away, 0.0, 1.0);  // there is no horizon
#endif
    return in_air(c, air);
}

vec3 stone_seen() {
    vec4 seen = seen_from(place);
    vec4 sheet = sheet_here();
    float broad = stains();
    vec3 of = kinds();
    float bronze = of.x, ground = of.y, shaft = of.z, wet = ground * measures.z;
    sheet.z = mix(mix(sheet.z, 0.6, bronze), clamp(0.9 * broad + 0.7 * sheet.z - 0.34, 0.30, 0.85), shaft);
    float up = max(facing.y, 0.0);
    float pool = clamp((broad - 0.5 * sheet.z - 0.21) * 7.0, 0.0, 1.0) * wet;
    vec2 rise = slope_of(sheet.xy) * (1.0 - 0.92 * bronze) * (1.0 - 0.97 * pool);
#ifdef SNOW
    Snow over = snow_here(measures.x * seen.w, sheet.z, broad, up, 1.0 - bronze);
#else
    Snow over = Snow(0.0, vec3(0.0), 1.0);
#endif
    rise *= 1.0 - 0.85 * over.lies;  // joints are filled
    vec3 n = normalize(facing + over.tilt - right_way * rise.x - cross(right_way, facing) * rise.y);

#ifdef ORDERS
    const float fur = 0.0;
#else
    float fur = sheet.w * (1.0 - pool) * clamp((broad + 0.25 * up - 0.03 * place.y - 0.40) * 3.6, 0.0, 1.0)
        * max(1.0 - bronze - 1.4 * shaft, 0.0);
#endif
    float worn = (0.25 + 1.25 * sheet.z) * (0.55 + 0.75 * broad) * (1.0 - 0.45 * wet - 0.35 * pool);
    vec3 tint = tint_of(worn, broad, bronze, fur, over);
    float sky = abs(made.x) * clamp(0.30 + 1.3 * sheet.z, 0.45, 1.0);
    float sun = sun_at_stone(measures.x * seen.w) * (1.0 - 0.85 * ground * (1.0 - made.x));
#ifdef WHO
    vec2 stood = stood_in(place, up);
    sky *= stood.x, sun *= stood.y;
#endif
    vec4 weather = weather_at(place);
    sky *= weather.x, sun *= weather.y * clamp(2.6 - 0.07 * seen.w, 0.0, 1.0);  // far ground is lost in haze
    Lights lights = lights_at(place, seen.xyz, 1.0);
    vec3 c = lit(place, n, lights, taken(n, lights, 0.12), tint, 0.07, 0.12, sky, sun);
    c += (pool + 0.12 * wet) * mirrored(seen.xyz, rise.x);
    vec2 off = place.xy - LOCK.xy;
    float from_lock = dot(off, off);
    c += moss_glow * (fur * (0.006 + measures.y / (1.0 + 0.35 * from_lock)));
    if (touched) {
        float felt = felt_at(in_view(place - frame.eye) + 0.06 * rise);
        float uneven = 0.05 + 0.3 * min(dot(rise, rise), 1.0);
        c += (frame.accent * fur * 0.6 + (frame.dominant * 0.5 + frame.counter * 0.2) * uneven) * felt;
    }
    return through_air(c, weather.zw, seen.w);
}
#endif
