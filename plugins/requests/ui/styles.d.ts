declare module '*.css';
declare module '*.css?inline' {
  const text: string;
  export default text;
}
declare module '*.woff2?inline' {
  const address: string;
  export default address;
}
