// overlay: a premultiplied sheet of letters over a window, the first row at the top.
uniform sampler2D sheet;
uniform vec4 place;      // left, bottom, width, height, px of the window
uniform float presence;  // 0 gone .. 1 here
out vec4 colour;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy - place.xy);
    colour = texelFetch(sheet, ivec2(at.x, int(place.w) - 1 - at.y), 0) * presence;
}
